// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/environment_file.h>

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qhash.h>

#include <functional>
#include <optional>
#include <vector>

namespace prun {

/// The files of a folder, as far as sources look at them. A missing file is an Error whose cause is
/// ENOENT or ENOTDIR.
using FileReader = std::function<Result<QByteArray>(const QByteArray &path)>;

struct PackageScript
{
    QByteArray name;
    QByteArray body; ///< for a shell; may be empty: it does nothing
};

/// What of a package.json concerns running its scripts.
struct PackageJson
{
    QByteArray file; ///< its path
    QByteArray folder;
    QByteArray name; ///< empty if it has none
    QByteArray version;
    QByteArray packageManager; ///< as written: `pnpm@9.1.0`
    std::vector<PackageScript> scripts; ///< in the order of the file
    QHash<QByteArray, std::size_t> scriptPlaces; ///< in scripts, by name: there may be thousands
    QString scriptsPlace; ///< `package.json:4:3`, for errors; that of the file if there are none
    std::vector<EnvironmentEntry> variables; ///< npm_package_…, as npm makes them

    const PackageScript *find(QByteArrayView script) const; ///< null if there is none
    QByteArrayList scriptNames() const;
    /// An Error::Code::Config that names the nearest scripts.
    Error unknownScript(QByteArrayView script) const;
};

/// `file` is its path, also in errors, which are Error::Code::Config at `file:line:column`: what is
/// no JSON, a key that is there twice, scripts that are no strings. Comments are accepted. A file
/// without scripts is no error here.
Result<PackageJson> parsePackageJson(QByteArray text, const QByteArray &file);

/// The package.json of `folder`, an absolute path, or of the nearest folder above it.
Result<PackageJson> findPackageJson(const QByteArray &folder, const FileReader &read);

/// The folder that `folder` is in; null at the top. Both `/` and, in the path of a drive, `\`
/// separate.
QByteArray parentFolder(const QByteArray &folder);

/// `folder/name`
QByteArray inFolder(const QByteArray &folder, QByteArrayView name);

} // namespace prun
