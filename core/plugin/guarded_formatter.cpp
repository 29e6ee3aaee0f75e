// SPDX-License-Identifier: MIT
#include <core/plugin/guarded_formatter.h>

#include <core/plugin/plugin_library.h>

namespace prun {

using namespace Qt::StringLiterals;

GuardedFormatter::GuardedFormatter(QString id, std::unique_ptr<Formatter> guarded, Failed failed)
    : m_id(std::move(id)), m_guarded(std::move(guarded)), m_failed(std::move(failed))
{
    try {
        m_tickInterval = m_guarded->tickInterval();
    } catch (...) {
        disable();
    }
}

GuardedFormatter::~GuardedFormatter() = default;

template<typename Call>
void GuardedFormatter::guard(Output &out, Call &&call)
{
    if (!m_guarded)
        return;
    const qsizetype outSize = out.buffer(Stream::Out).size();
    const qsizetype errSize = out.buffer(Stream::Err).size();
    try {
        call();
    } catch (...) {
        out.buffer(Stream::Out).truncate(outSize);
        out.buffer(Stream::Err).truncate(errSize);
        disable();
    }
}

void GuardedFormatter::consume(const Event &event, Output &out)
{
    guard(out, [&] { m_guarded->consume(event, out); });
}

std::chrono::milliseconds GuardedFormatter::tickInterval() const
{
    return m_guarded ? m_tickInterval : std::chrono::milliseconds{};
}

void GuardedFormatter::tick(Nanoseconds now, Output &out)
{
    guard(out, [&] { m_guarded->tick(now, out); });
}

void GuardedFormatter::resized(int columns, int rows)
{
    QByteArray nowhere;
    Output out(&nowhere, &nowhere);
    guard(out, [&] { m_guarded->resized(columns, rows); });
}

void GuardedFormatter::suspend(Output &out)
{
    guard(out, [&] { m_guarded->suspend(out); });
}

void GuardedFormatter::disable()
{
    const QString why =
        u"formatter \"%1\" threw %2; it is disabled"_s.arg(m_id, describeException());
    m_guarded.reset();
    m_failed(why);
}

} // namespace prun
