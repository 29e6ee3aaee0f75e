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

struct Closer
{
    void operator()(std::FILE *file) const { std::fclose(file); }
};

Error cannotRead(const QByteArray &path, int reason)
{
    const QString what =
        path.isEmpty() ? u"the path of the file is empty"_s : u"cannot read %1"_s.arg(quoted(path));
    return { Error::Code::Config, what,
             path.isEmpty() ? std::error_code()
                            : std::error_code(reason, std::generic_category()) };
}

Error cannotOpen(const QByteArray &path, int reason)
{
    // Windows calls that a missing permission.
    return cannotRead(path, reason == EACCES && isFolder(path) ? EISDIR : reason);
}

// `-` is standard input.
Result<void> readBlocks(const QByteArray &path,
                        const std::function<Result<void>(QByteArrayView)> &take)
{
    std::unique_ptr<std::FILE, Closer> opened;
    std::FILE *file = stdin;
    if (path != "-") {
        opened.reset(openForReading(path));
        file = opened.get();
        if (!file)
            return cannotOpen(path, errno);
    }
    QByteArray block(blockSize, Qt::Uninitialized);
    for (;;) {
        errno = 0;
        const std::size_t size = std::fread(block.data(), 1, blockSize, file);
        if (size > 0) {
            if (auto taken = take(QByteArrayView(block.constData(), static_cast<qsizetype>(size)));
                !taken)
                return taken;
        }
        if (size == blockSize || (std::ferror(file) && errno == EINTR)) {
            std::clearerr(file);
            continue;
        }
        if (std::ferror(file))
            return cannotRead(path, errno);
        return {};
    }
}

} // namespace

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
