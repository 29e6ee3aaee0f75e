// SPDX-License-Identifier: MIT
#include <tests/support/open_access.h>

#include <QtCore/qfile.h>

namespace prun::test {

namespace {

constexpr auto kOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
constexpr auto kEverybody = kOwner | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

} // namespace

bool letEverybodyWrite(const QString &path)
{
    return QFile::setPermissions(path, kEverybody);
}

bool letOnlyUserWrite(const QString &path)
{
    return QFile::setPermissions(path, kOwner);
}

} // namespace prun::test
