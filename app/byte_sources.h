// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/pull.h>

#include <functional>
#include <memory>

namespace prun {

/// The bytes of a file, `-` is standard input. Blocks until there are some. An Error::Code::Config
/// names the file.
Result<std::unique_ptr<ByteSource>> openFile(const QByteArray &path);

/// The same for a time in which nothing may be waited for: what is no file on a disk is read as it
/// comes, from the event loop. `moved` is called when there is something after next() had to answer
/// NotYet. Opening a named pipe waits for somebody who writes into it all the same.
Result<std::unique_ptr<ByteSource>> openComingFile(const QByteArray &path,
                                                   std::function<void()> moved);

} // namespace prun
