// SPDX-License-Identifier: MIT
#include <platform/file_access_win.h>
#include <platform/long_path_win.h>

#include <algorithm>
#include <array>
#include <memory>

#include <qt_windows.h>

#include <aclapi.h>
#include <sddl.h>

namespace prun {

namespace {

// What changes a file, or adds one to a folder …
constexpr ACCESS_MASK kWrite =
    FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_WRITE_EA | FILE_WRITE_ATTRIBUTES | GENERIC_WRITE;
// … and what lets somebody put another one in its place, or take the right to do so.
constexpr ACCESS_MASK kReplace =
    FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_ALL | MAXIMUM_ALLOWED;

// Types of entries that not every header names.
constexpr BYTE kAllowed = 0; // ACCESS_ALLOWED_ACE_TYPE
constexpr BYTE kAllowedOnCondition = 9; // ACCESS_ALLOWED_CALLBACK_ACE_TYPE
constexpr std::array<BYTE, 6> kGrantNothing = { 1, 2, 6, 7, 10, 13 }; // denials and audits

constexpr auto kTrustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

/// Memory that Windows has allocated.
struct LocalFreer
{
    void operator()(void *memory) const { ::LocalFree(memory); }
};
using Descriptor = std::unique_ptr<void, LocalFreer>;

QString textOf(PSID sid)
{
    wchar_t *text = nullptr;
    if (!sid || !::ConvertSidToStringSidW(sid, &text))
        return {};
    const std::unique_ptr<wchar_t, LocalFreer> owner(text);
    return QString::fromWCharArray(text);
}

bool isSystem(PSID sid)
{
    return ::IsWellKnownSid(sid, WinLocalSystemSid)
        || ::IsWellKnownSid(sid, WinBuiltinAdministratorsSid)
        || textOf(sid) == QLatin1String(kTrustedInstaller);
}

/// Stand-ins: for who makes a file (which grants nothing by itself), and for who owns it.
bool isOwnerStandIn(PSID sid)
{
    return ::IsWellKnownSid(sid, WinCreatorOwnerSid) || textOf(sid) == QLatin1String("S-1-3-4");
}

/// What those who are not trusted may do. Denials are not taken off: who is denied something may
/// get it as a member of another group.
ACCESS_MASK rightsOfOthers(PACL list, PSID owner)
{
    ACCESS_MASK rights = 0;
    for (WORD i = 0; i < list->AceCount; ++i) {
        void *found = nullptr;
        if (!::GetAce(list, i, &found))
            return kWrite | kReplace;
        const auto *const header = static_cast<const ACE_HEADER *>(found);
        const bool grantsNothing =
            std::find(kGrantNothing.begin(), kGrantNothing.end(), header->AceType)
            != kGrantNothing.end();
        if (grantsNothing || (header->AceFlags & INHERIT_ONLY_ACE) != 0)
            continue;
        // All types have the rights at this place, these two have next to them who gets them.
        auto *const entry = static_cast<ACCESS_ALLOWED_ACE *>(found);
        const PSID sid = &entry->SidStart;
        const bool known = header->AceType == kAllowed || header->AceType == kAllowedOnCondition;
        const bool trusted = known
            && (::EqualSid(sid, owner) || isSystem(sid) || isOwnerStandIn(sid)
                || textOf(sid) == currentUser());
        if (!trusted)
            rights |= entry->Mask;
    }
    return rights;
}

std::optional<FileAccess> judge(PSECURITY_DESCRIPTOR descriptor)
{
    PSID owner = nullptr;
    PACL list = nullptr;
    BOOL present = FALSE;
    BOOL defaulted = FALSE;
    if (!::GetSecurityDescriptorOwner(descriptor, &owner, &defaulted) || !owner
        || !::GetSecurityDescriptorDacl(descriptor, &present, &list, &defaulted))
        return {};
    FileAccess access;
    access.owner = textOf(owner);
    if (access.owner.isEmpty())
        return {};
    access.systemOwned = isSystem(owner);
    // No list at all, as on a disk that knows no rights: everybody may do everything.
    const ACCESS_MASK rights =
        present && list ? rightsOfOthers(list, owner) : ACCESS_MASK(kWrite | kReplace);
    access.othersMayWrite = (rights & (kWrite | kReplace)) != 0;
    access.sticky = (rights & kReplace) == 0;
    return access;
}

} // namespace

std::optional<FileAccess> fileAccess(const QString &path)
{
    constexpr DWORD everybody = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const HANDLE file = ::CreateFileW(longPath(path.toUtf8()).c_str(), READ_CONTROL, everybody,
                                      nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS,
                                      nullptr); // which opens folders too
    if (file == INVALID_HANDLE_VALUE)
        return {};
    PSECURITY_DESCRIPTOR found = nullptr;
    const DWORD error = ::GetSecurityInfo(file, SE_FILE_OBJECT,
                                          OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                                          nullptr, nullptr, nullptr, nullptr, &found);
    ::CloseHandle(file);
    if (error != ERROR_SUCCESS)
        return {};
    const Descriptor descriptor(found);
    return judge(found);
}

std::optional<FileAccess> accessOfDescriptor(const QString &sddl)
{
    PSECURITY_DESCRIPTOR made = nullptr;
    if (!::ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl.toStdWString().c_str(),
                                                                SDDL_REVISION_1, &made, nullptr))
        return {};
    const Descriptor descriptor(made);
    return judge(made);
}

QString currentUser()
{
    static const QString user = [] {
        HANDLE token = nullptr;
        if (!::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token))
            return QString();
        alignas(TOKEN_USER) std::array<char, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> buffer;
        DWORD size = 0;
        const bool known = ::GetTokenInformation(token, TokenUser, buffer.data(),
                                                 static_cast<DWORD>(buffer.size()), &size);
        ::CloseHandle(token);
        return known ? textOf(reinterpret_cast<const TOKEN_USER *>(buffer.data())->User.Sid)
                     : QString();
    }();
    return user;
}

} // namespace prun
