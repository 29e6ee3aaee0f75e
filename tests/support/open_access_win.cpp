// SPDX-License-Identifier: MIT
#include <tests/support/open_access.h>

#include <platform/file_access.h>

#include <QtCore/qdir.h>

#include <qt_windows.h>

#include <sddl.h>

namespace prun::test {

namespace {

/// `entries` in the text form of Windows.
bool setAccess(const QString &path, const QString &entries)
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (!::ConvertStringSecurityDescriptorToSecurityDescriptorW(
            (QStringLiteral("D:P") + entries).toStdWString().c_str(), SDDL_REVISION_1, &descriptor,
            nullptr))
        return false;
    // Not one of the newer functions: they would change what lies in a folder too.
    const bool done = ::SetFileSecurityW(QDir::toNativeSeparators(path).toStdWString().c_str(),
                                         DACL_SECURITY_INFORMATION, descriptor);
    ::LocalFree(descriptor);
    return done;
}

QString all(const QString &sid)
{
    return QStringLiteral("(A;;FA;;;%1)").arg(sid);
}

} // namespace

bool letEverybodyWrite(const QString &path)
{
    return setAccess(path, all(currentUser()) + all(QStringLiteral("WD")));
}

bool letOnlyUserWrite(const QString &path)
{
    return setAccess(path, all(currentUser()));
}

} // namespace prun::test
