// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/pull.h>

#include <platform/input_source.h>

#include <functional>
#include <memory>

namespace prun {

/// The bytes of a file, `-` is standard input. Blocks until there are some. An Error::Code::Config
/// names the file.
Result<std::unique_ptr<ByteSource>> openFile(const QByteArray &path);

/// The bytes of standard input as they come, from the event loop.
class ComingBytes final : public ByteSource
{
public:
    /// `moved` is called when there is something after next() had to answer NotYet.
    explicit ComingBytes(std::function<void()> moved) : m_moved(std::move(moved)) { }

    Result<Pull> next(QByteArray &bytes) override;

private:
    std::function<void()> m_moved;
    std::unique_ptr<InputSource> m_source; // made when it is needed
    QByteArray m_bytes;
    bool m_ended = false;
};

} // namespace prun
