// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/command_list.h>

#include <prun/error.h>

#include <QtCore/qbytearray.h>

namespace prun {

/// The commands of a file, `-` is standard input; any file that can be read to its end will do, a
/// pipe too. Blocks until then. An Error::Code::Config names the file and, for its content, line
/// and column.
Result<std::vector<CommandListReader::Command>> readCommandFile(const QByteArray &path);

/// All bytes of a file of at most 16 MiB.
Result<QByteArray> readSmallFile(const QByteArray &path);

/// The file as errors name it: the path, or `standard input`.
QString placeOf(const QByteArray &path);

} // namespace prun
