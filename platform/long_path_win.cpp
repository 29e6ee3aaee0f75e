// SPDX-License-Identifier: MIT
#include <platform/long_path_win.h>

#include <QtCore/qdir.h>

#include <qt_windows.h>

namespace prun {

namespace {

constexpr std::size_t kLongestPath = MAX_PATH - 1; // without the NUL at its end
constexpr std::size_t kLongestFolder = MAX_PATH - 2; // and without the backslash

std::wstring withPrefix(const QString &absolute)
{
    if (absolute.startsWith(uR"(\\?\)") || absolute.startsWith(uR"(\\.\)"))
        return absolute.toStdWString();
    if (absolute.startsWith(uR"(\\)"))
        return LR"(\\?\UNC\)" + absolute.sliced(2).toStdWString();
    return LR"(\\?\)" + absolute.toStdWString();
}

/// Nothing looks at `..` and `/` in a path with the prefix.
QString absoluteAndClean(const QString &path)
{
    const QString slashes = QDir::fromNativeSeparators(path);
    return QDir::toNativeSeparators(QDir::cleanPath(QDir::current().absoluteFilePath(slashes)));
}

} // namespace

std::wstring longPath(QByteArrayView path)
{
    const QString given = QString::fromUtf8(path);
    const QString absolute = absoluteAndClean(given);
    // A short one stays as it is: it may be a device.
    return std::size_t(absolute.size()) <= kLongestPath ? given.toStdWString()
                                                        : withPrefix(absolute);
}

std::wstring shortPath(QByteArrayView path)
{
    const QString absolute = absoluteAndClean(QString::fromUtf8(path));
    if (std::size_t(absolute.size()) <= kLongestFolder)
        return absolute.toStdWString();
    const std::wstring prefixed = withPrefix(absolute);
    std::wstring name(32768, L'\0');
    name.resize(::GetShortPathNameW(prefixed.c_str(), name.data(), DWORD(name.size())));
    const std::size_t prefix = name.starts_with(LR"(\\?\UNC\)") ? 8 : 4;
    if (name.size() <= prefix)
        return {};
    name = (prefix == 8 ? LR"(\\)" : L"") + name.substr(prefix);
    return name.size() <= kLongestFolder ? name : std::wstring();
}

} // namespace prun
