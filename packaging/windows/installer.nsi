; SPDX-License-Identifier: MIT
; The installer, made by package.cmake, which defines VERSION, LISTS (the folder where it says what to
; copy and to delete, one by one, and where the installer comes to) and PACKAGE (its name without -setup.exe).
;
;   prun-setup.exe [/S] [/CurrentUser | /AllUsers] [/D=C:\folder]
;
; It copies the files, adds the folder of prun.exe to PATH and tells Windows how to uninstall it. The
; uninstaller removes exactly what the installer has put there.
Unicode true
; What NSIS for Windows comes with makes only 32-bit installers, which do the same.
!if /FileExists "${NSISDIR}\Stubs\lzma_solid-amd64-unicode"
    Target amd64-unicode
!else
    Target x86-unicode
!endif
Name "prun ${VERSION}"
OutFile "${LISTS}\${PACKAGE}-setup.exe"
SetCompressor /SOLID lzma

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\prun"
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "prun"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include LogicLib.nsh
!include "${__FILEDIR__}\search_path.nsh"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!insertmacro SEARCH_PATH_FUNCTIONS ""
!insertmacro SEARCH_PATH_FUNCTIONS "un."

Var WantedFolder

Function .onInit
    SetRegView 64
    StrCpy $WantedFolder $INSTDIR ; of /D=, which the next line would forget
    !insertmacro MULTIUSER_INIT
    ${If} $WantedFolder != ""
        StrCpy $INSTDIR $WantedFolder
    ${EndIf}
FunctionEnd

Function un.onInit
    SetRegView 64
    StrCpy $WantedFolder $INSTDIR ; where the uninstaller lies
    !insertmacro MULTIUSER_UNINIT
    StrCpy $INSTDIR $WantedFolder
FunctionEnd

; What an older version has put here goes first, its part of PATH too.
Function RemoveOldVersion
    ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
    ${If} $0 != ""
    ${AndIf} ${FileExists} "$0\uninstall.exe"
        ExecWait '"$0\uninstall.exe" /S /$MultiUser.InstallMode _?=$0' $1
        ${If} $1 <> 0
            SetErrorLevel 2
            Abort "The prun that is installed cannot be replaced: is it running?"
        ${EndIf}
        Delete "$0\uninstall.exe"
        RMDir "$0"
    ${EndIf}
FunctionEnd

Section
    Call RemoveOldVersion
    ClearErrors
    !include "${LISTS}\copy.nsh"
    SetOutPath "$INSTDIR"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    ${If} ${Errors}
        SetErrorLevel 2
        Abort "Not all files could be written to $INSTDIR."
    ${EndIf}

    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "prun"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\bin\prun.exe"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "prun"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" \
        '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" \
        '"$INSTDIR\uninstall.exe" /S /$MultiUser.InstallMode'
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1

    Push "$INSTDIR\bin"
    Call AddToSearchPath
    Pop $0
    ${If} $0 == "added"
        ; Only what was added is taken away again.
        WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "AddedToPath" 1
    ${ElseIf} $0 == "failed"
        SetErrorLevel 3
        DetailPrint "PATH could not be changed: please add $INSTDIR\bin to it."
    ${EndIf}
SectionEnd

; Nothing is deleted at the next start of Windows: by then there may be another prun in its place.
Section "Uninstall"
    ClearErrors
    Delete "$INSTDIR\bin\prun.exe"
    ${If} ${Errors}
        SetErrorLevel 2
        Abort "prun.exe cannot be deleted: is it running?"
    ${EndIf}
    ReadRegDWORD $0 SHCTX "${UNINSTALL_KEY}" "AddedToPath"
    ${If} $0 == 1
        Push "$INSTDIR\bin"
        Call un.RemoveFromSearchPath
    ${EndIf}
    !include "${LISTS}\delete.nsh"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    DeleteRegKey SHCTX "${UNINSTALL_KEY}"
SectionEnd
