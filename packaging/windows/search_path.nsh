; SPDX-License-Identifier: MIT
; A folder in the PATH of the user or of the machine ($MultiUser.InstallMode tells which). A string
; of NSIS holds 1024 characters, and a PATH that went through one would be cut off: so it stays in
; memory of its own, and keeps its type and all other folders as they are.
!include LogicLib.nsh

!macro SEARCH_PATH_FUNCTIONS un

; In: $8, the folder between two semicolons. Out: $2 the registry key, 0 if it cannot be opened; $3
; the type of the value; $4 the value between two semicolons, in memory with room for $8.
Function ${un}OpenSearchPath
    ${If} $MultiUser.InstallMode == "AllUsers"
        StrCpy $0 -2147483646 ; HKEY_LOCAL_MACHINE
        StrCpy $1 "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
    ${Else}
        StrCpy $0 -2147483647 ; HKEY_CURRENT_USER
        StrCpy $1 "Environment"
    ${EndIf}
    System::Call 'advapi32::RegOpenKeyExW(p r0, w r1, i 0, i 0x2001B, *p .r2) i .r9'
    ${If} $9 <> 0
        StrCpy $2 0
        Return
    ${EndIf}
    System::Call 'advapi32::RegQueryValueExW(p r2, w "Path", p 0, *i .r3, p 0, *i .r5) i .r9'
    ${If} $9 <> 0
        StrCpy $3 2 ; REG_EXPAND_SZ
        StrCpy $5 0
    ${EndIf}
    IntOp $6 $5 + 16
    System::Alloc $6 ; zeros, so that the value ends even if it was stored without an end
    Pop $7
    StrLen $9 $8
    IntOp $6 $9 * 2
    IntOp $6 $6 + $5
    IntOp $6 $6 + 16
    System::Alloc $6
    Pop $4
    ${If} $5 > 0
        System::Call 'advapi32::RegQueryValueExW(p r2, w "Path", p 0, p 0, p r7, *i r5)'
    ${EndIf}
    System::Call 'kernel32::lstrcatW(p r4, w ";")'
    System::Call 'kernel32::lstrcatW(p r4, p r7)'
    System::Call 'kernel32::lstrcatW(p r4, w ";")'
    System::Free $7
FunctionEnd

; Writes $4 back without the outer semicolons and closes everything. Out: $9, 0 if it was written.
Function ${un}StoreSearchPath
    System::Call 'kernel32::lstrlenW(p r4) i .r5'
    ${If} $5 > 2
        IntOp $6 $5 - 1
        IntOp $6 $6 * 2
        IntPtrOp $7 $4 + $6
        System::Call '*$7(&i2 0)'
        IntPtrOp $7 $4 + 2
        System::Call 'advapi32::RegSetValueExW(p r2, w "Path", i 0, i r3, p r7, i r6) i .r9'
    ${Else}
        System::Call 'advapi32::RegDeleteValueW(p r2, w "Path") i .r9'
    ${EndIf}
    Call ${un}CloseSearchPath
    ; WM_SETTINGCHANGE to all windows: new shells see the new PATH.
    SendMessage 0xFFFF 0x1A 0 "STR:Environment" /TIMEOUT=2000
FunctionEnd

Function ${un}CloseSearchPath
    System::Free $4
    System::Call 'advapi32::RegCloseKey(p r2)'
FunctionEnd

!if "${un}" == ""
; In: the folder, on the stack. Out: "added", "there" if it was there already, or "failed".
Function AddToSearchPath
    Pop $8
    StrCpy $8 ";$8;"
    Call OpenSearchPath
    ${If} $2 = 0
        Push "failed"
        Return
    ${EndIf}
    System::Call 'shlwapi::StrStrIW(p r4, w r8) p .r5'
    ${If} $5 <> 0
        Call CloseSearchPath
        Push "there"
        Return
    ${EndIf}
    ; Behind an empty PATH, which is two semicolons by now, or behind the last semicolon.
    System::Call 'kernel32::lstrlenW(p r4) i .r5'
    ${If} $5 = 2
        System::Call 'kernel32::lstrcpyW(p r4, w r8)'
    ${Else}
        StrCpy $6 $8 "" 1
        System::Call 'kernel32::lstrcatW(p r4, w r6)'
    ${EndIf}
    Call StoreSearchPath
    ${If} $9 = 0
        Push "added"
    ${Else}
        Push "failed"
    ${EndIf}
FunctionEnd
!else
; In: the folder, on the stack.
Function un.RemoveFromSearchPath
    Pop $8
    StrCpy $8 ";$8;"
    Call un.OpenSearchPath
    ${If} $2 = 0
        Return
    ${EndIf}
    System::Call 'shlwapi::StrStrIW(p r4, w r8) p .r5'
    ${If} $5 = 0
        Call un.CloseSearchPath
        Return
    ${EndIf}
    ; What follows it moves over it; one semicolon stays.
    StrLen $6 $8
    IntOp $6 $6 - 1
    IntOp $6 $6 * 2
    IntPtrOp $7 $5 + $6
    System::Call 'kernel32::lstrlenW(p r7) i .r6'
    IntOp $6 $6 + 1
    IntOp $6 $6 * 2
    System::Call 'kernel32::RtlMoveMemory(p r5, p r7, p r6)'
    Call un.StoreSearchPath
FunctionEnd
!endif

!macroend
