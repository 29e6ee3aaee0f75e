// SPDX-License-Identifier: MIT
#include <app/formatter_sink.h>

namespace prun {

FormatterSink::FormatterSink(std::unique_ptr<Formatter> formatter, OutputOrder order, Output output,
                             Host *host, std::function<Nanoseconds()> clock)
    : m_formatter(std::move(formatter)),
      m_output(output),
      m_host(host),
      m_clock(std::move(clock)),
      m_feed(this)
{
    if (order != OutputOrder::Live) {
        using Order = OutputAssembler::Order;
        const Order turns = order == OutputOrder::Index ? Order::Index
            : order == OutputOrder::FinishOut           ? Order::FinishOut
                                                        : Order::Finish;
        OutputAssembler::Listener *const listener = this;
        m_assembler = std::make_unique<OutputAssembler>(turns, &m_feed, &m_spill, listener);
    }
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
}

void FormatterSink::consume(const Event &event)
{
    if (m_assembler)
        m_assembler->consume(event);
    else
        show(event);
}

void FormatterSink::release()
{
    if (m_assembler)
        m_assembler->release();
}

void FormatterSink::resized(int columns, int rows)
{
    m_formatter->resized(columns, rows);
}

void FormatterSink::suspend()
{
    m_formatter->suspend(m_output);
}

void FormatterSink::show(const Event &event)
{
    m_formatter->consume(event, m_output);
    if (std::holds_alternative<TaskOutput>(event.what))
        return; // output is frequent, and a timer that it starts may wait for the next event
    m_finished = std::holds_alternative<RunFinished>(event.what);
    adjustTimer();
}

void FormatterSink::tick()
{
    if (m_host->formatterMayDraw()) {
        m_formatter->tick(m_clock(), m_output);
        m_host->formatterWrote();
    }
    adjustTimer();
}

void FormatterSink::adjustTimer()
{
    const std::chrono::milliseconds interval =
        m_finished ? std::chrono::milliseconds(0) : m_formatter->tickInterval();
    if (interval.count() == 0)
        m_timer.stop();
    else if (!m_timer.isActive() || m_timer.intervalAsDuration() != interval)
        m_timer.start(interval);
}

void FormatterSink::assemblerFailed(const Error &error)
{
    QMetaObject::invokeMethod(
        &m_timer, [this, error] { m_host->formatterLost(error); }, Qt::QueuedConnection);
}

} // namespace prun
