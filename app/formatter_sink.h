// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_sink.h>
#include <core/output/output_assembler.h>
#include <core/output/spill_file.h>
#include <core/plugin/plugin_info.h>

#include <prun/formatter.h>

#include <QtCore/qtimer.h>

namespace prun {

/// One formatter of the run, with what it takes to show it events in the order that it wants and
/// to let time pass for it.
class FormatterSink final : public EventSink, private OutputAssembler::Listener
{
public:
    class Host
    {
    public:
        /// False: what the formatter writes has no room now; release() follows.
        virtual bool formatterHasRoom() = 0;
        /// False: prun is in the background, where nothing that moves is wanted.
        virtual bool formatterMayDraw() = 0;
        /// Something was appended from a timer.
        virtual void formatterWrote() = 0;
        /// Output that waited for its turn could not be kept. Comes from the event loop.
        virtual void formatterLost(const Error &error) = 0;

    protected:
        ~Host() = default;
    };

    /// `output` and `host` must outlive the sink; `clock` is asked for the time of the run.
    FormatterSink(std::unique_ptr<Formatter> formatter, OutputOrder order, Output output,
                  Host *host, std::function<Nanoseconds()> clock);

    void consume(const Event &event) override;
    /// There is room again.
    void release();
    /// RunFinished has been shown.
    bool finished() const { return m_finished; }
    /// Output that waits for its turn; lost if the run is left now.
    qint64 waitingBytes() const { return m_assembler ? m_assembler->waitingBytes() : 0; }
    void resized(int columns, int rows);
    /// prun is about to be stopped. The output has to be written then.
    void suspend();

private:
    /// The end of the chain, after the assembler.
    struct Feed final : EventSink
    {
        explicit Feed(FormatterSink *owner) : sink(owner) { }
        void consume(const Event &event) override { sink->show(event); }
        FormatterSink *sink;
    };

    bool assemblerMayPass() override { return m_host->formatterHasRoom(); }
    void assemblerFailed(const Error &error) override;
    void show(const Event &event);
    void tick();
    void adjustTimer();

    std::unique_ptr<Formatter> m_formatter;
    Output m_output;
    Host *m_host;
    std::function<Nanoseconds()> m_clock;
    Feed m_feed;
    SpillFile m_spill;
    std::unique_ptr<OutputAssembler> m_assembler; // null: events are shown as they come
    QTimer m_timer;
    bool m_finished = false;
};

} // namespace prun
