// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/command_list.h>

#include <prun/error.h>

#include <QtCore/qbytearray.h>

#include <cstdio>
#include <memory>

namespace prun {

/// The commands of a file, `-` is standard input; any file that can be read to its end will do, a
/// pipe too. Blocks until then. An Error::Code::Config names the file and, for its content, line
/// and column.
Result<std::vector<CommandListReader::Command>> readCommandFile(const QByteArray &path);

/// Reads a file block by block; `-` is standard input.
class BlockReader
{
public:
    /// An Error::Code::Config names the file.
    static Result<BlockReader> open(const QByteArray &path);
    /// Blocks until there is something. Empty at the end.
    Result<QByteArray> next();
    int descriptor() const;
    /// What an attempt to read it that failed is to be told as.
    Error cannotRead(std::error_code reason) const;

private:
    struct Closer
    {
        void operator()(std::FILE *file) const;
    };
    BlockReader(QByteArray path, std::FILE *file) : m_path(std::move(path)), m_file(file) { }

    QByteArray m_path;
    std::unique_ptr<std::FILE, Closer> m_file;
};

/// All bytes of a file of at most 16 MiB.
Result<QByteArray> readSmallFile(const QByteArray &path);

/// The file as errors name it: the path, or `standard input`.
QString placeOf(const QByteArray &path);

} // namespace prun
