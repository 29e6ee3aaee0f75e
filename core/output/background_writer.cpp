// SPDX-License-Identifier: MIT
#include <core/output/background_writer.h>

#include <platform/descriptor_io.h>
#include <platform/quiet_thread.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace prun {

namespace {

constexpr qsizetype kLargestSpare = 1 << 20; // an unusually large buffer is not kept

} // namespace

struct BackgroundWriter::Shared
{
    Shared(int output, std::function<void()> toTell) : descriptor(output), news(std::move(toTell))
    { }

    const int descriptor;
    std::mutex mutex; // guards everything below
    std::condition_variable work;
    std::condition_variable rest;
    std::function<void()> news;
    std::deque<QByteArray> queue;
    std::vector<QByteArray> spares;
    qsizetype inWork = 0; // bytes of the buffer that is being written
    std::optional<int> wantedNews;
    std::error_code failure;
    qint64 lost = 0;
    bool failureTold = false;
    bool abandoned = false;

    bool idle() const { return queue.empty() && inWork == 0; }
    qsizetype pending() const
    {
        qsizetype bytes = inWork;
        for (const QByteArray &buffer : queue)
            bytes += buffer.size();
        return bytes;
    }
    void fail(std::error_code error, qsizetype unwritten)
    {
        failure = error;
        lost += unwritten;
        for (const QByteArray &buffer : queue)
            lost += buffer.size();
        queue.clear();
    }
    void recycle(QByteArray &&buffer)
    {
        if (buffer.capacity() > kLargestSpare)
            return;
        buffer.resize(0);
        spares.push_back(std::move(buffer));
    }
    void tell()
    {
        const bool due = wantedNews
            && (*wantedNews < 0 ? idle() : static_cast<int>(queue.size()) <= *wantedNews);
        const bool failed = failure && !failureTold;
        if (!news || (!due && !failed))
            return;
        failureTold = failureTold || failed;
        wantedNews.reset();
        news();
    }
    BackgroundWriter::State state() const
    {
        return { static_cast<int>(queue.size()), idle(), failure, lost };
    }
};

BackgroundWriter::BackgroundWriter(int descriptor, std::function<void()> news)
    : m_shared(std::make_shared<Shared>(descriptor, std::move(news)))
{ }

BackgroundWriter::~BackgroundWriter()
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->abandoned = true;
    m_shared->news = nullptr;
    m_shared->queue.clear();
    m_shared->work.notify_one();
}

void BackgroundWriter::run(const std::shared_ptr<Shared> &shared)
{
    std::unique_lock lock(shared->mutex);
    for (;;) {
        shared->work.wait(lock, [&] { return !shared->queue.empty() || shared->abandoned; });
        if (shared->abandoned)
            return;
        QByteArray buffer = std::move(shared->queue.front());
        shared->queue.pop_front();
        shared->inWork = buffer.size();

        lock.unlock();
        const Written written = writeAll(shared->descriptor, buffer);
        lock.lock();

        shared->inWork = 0;
        if (written.error)
            shared->fail(written.error, buffer.size() - written.bytes);
        shared->recycle(std::move(buffer));
        shared->tell();
        if (shared->idle())
            shared->rest.notify_all();
    }
}

std::error_code BackgroundWriter::start()
{
    if (m_started)
        return {};
    m_started = true; // also if it fails: then there is no second try
    return startQuietThread([shared = m_shared] { run(shared); });
}

BackgroundWriter::State BackgroundWriter::state() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->state();
}

void BackgroundWriter::put(QByteArray &buffer)
{
    const std::error_code started = start();
    const std::lock_guard lock(m_shared->mutex);
    if (started)
        m_shared->fail(started, 0);
    if (m_shared->failure) {
        m_shared->lost += buffer.size();
        buffer.resize(0);
        m_shared->tell();
        return;
    }
    m_shared->queue.push_back(std::move(buffer));
    buffer = QByteArray();
    if (!m_shared->spares.empty()) {
        buffer = std::move(m_shared->spares.back());
        m_shared->spares.pop_back();
    }
    if (m_shared->inWork == 0)
        m_shared->work.notify_one();
}

void BackgroundWriter::askForNews(int queued)
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->wantedNews = std::max(queued, m_shared->wantedNews.value_or(queued));
    m_shared->tell();
}

BackgroundWriter::State BackgroundWriter::finish(std::optional<std::chrono::milliseconds> patience)
{
    std::unique_lock lock(m_shared->mutex);
    const auto idle = [this] { return m_shared->idle(); };
    if (!patience)
        m_shared->rest.wait(lock, idle);
    else if (!m_shared->rest.wait_for(lock, *patience, idle)) {
        m_shared->lost += m_shared->pending();
        m_shared->queue.clear();
    }
    return m_shared->state();
}

} // namespace prun
