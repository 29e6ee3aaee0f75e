// SPDX-License-Identifier: MIT
#include <app/input_files.h>

#include <core/config/printable.h>
#include <platform/descriptor_io.h>
#include <platform/program_file.h>

#include <cerrno>
#include <cstdio>
#include <functional>
#include <memory>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr std::size_t blockSize = 64 * 1024;
constexpr qsizetype largestSmallFile = 16 * 1024 * 1024;

Error cannotReadFile(const QByteArray &path, std::error_code reason)
{
    if (path.isEmpty())
        return { Error::Code::Config, u"the path of the file is empty"_s };
    const QString what = path == "-" ? placeOf(path) : quoted(path);
    return { Error::Code::Config, u"cannot read %1"_s.arg(what), reason };
}

std::error_code systemError(int reason)
{
    return { reason, std::generic_category() };
}

Error cannotOpen(const QByteArray &path, int reason)
{
    // Windows calls that a missing permission.
    return cannotReadFile(path, systemError(reason == EACCES && isFolder(path) ? EISDIR : reason));
}

Result<void> readBlocks(const QByteArray &path,
                        const std::function<Result<void>(QByteArrayView)> &take)
{
    Result<BlockReader> reader = BlockReader::open(path);
    if (!reader)
        return std::move(reader.error());
    for (;;) {
        const Result<QByteArray> block = reader->next();
        if (!block)
            return block.error();
        if (block->isEmpty())
            return {};
        if (auto taken = take(*block); !taken)
            return taken;
    }
}

} // namespace

void BlockReader::Closer::operator()(std::FILE *file) const
{
    if (file != stdin)
        std::fclose(file);
}

Result<BlockReader> BlockReader::open(const QByteArray &path)
{
    std::FILE *const file = path == "-" ? standardInput() : openForReading(path);
    if (!file)
        return cannotOpen(path, errno);
    return BlockReader(path, file);
}

Error BlockReader::cannotRead(std::error_code reason) const
{
    return cannotReadFile(m_path, reason);
}

int BlockReader::descriptor() const
{
    return descriptorOf(m_file.get());
}

Result<QByteArray> BlockReader::next()
{
    QByteArray block(blockSize, Qt::Uninitialized);
    for (;;) {
        errno = 0;
        const std::size_t size = std::fread(block.data(), 1, blockSize, m_file.get());
        const bool failed = std::ferror(m_file.get()) != 0;
        if (size > 0) {
            block.truncate(static_cast<qsizetype>(size));
            return block;
        }
        if (!failed)
            return QByteArray();
        if (errno != EINTR)
            return cannotReadFile(m_path, systemError(errno));
        std::clearerr(m_file.get());
    }
}

QString placeOf(const QByteArray &path)
{
    return path == "-" ? u"standard input"_s : printable(path);
}

Result<std::vector<CommandListReader::Command>> readCommandFile(const QByteArray &path)
{
    CommandListReader reader(placeOf(path));
    auto read = readBlocks(path, [&](QByteArrayView bytes) { return reader.feed(bytes); });
    if (!read)
        return std::move(read.error());
    reader.finish();
    return std::move(reader.commands());
}

Result<QByteArray> readSmallFile(const QByteArray &path)
{
    QByteArray content;
    auto read = readBlocks(path, [&](QByteArrayView bytes) -> Result<void> {
        content.append(bytes);
        if (content.size() > largestSmallFile)
            return Error(Error::Code::Config, u"the file is larger than 16 MiB"_s)
                .in(placeOf(path));
        return {};
    });
    if (!read)
        return std::move(read.error());
    return content;
}

} // namespace prun
