// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>
#include <prun/event.h>
#include <prun/version.h>

#include <QtCore/qmap.h>
#include <QtCore/qplugin.h>

#include <memory>

namespace prun {

/// Where a formatter's bytes go. Two streams that lead to the same place share one buffer, so that
/// what was appended first is seen first.
class Output
{
public:
    Output(QByteArray *out, QByteArray *err) : m_buffers{ out, err } { }

    void append(Stream stream, QByteArrayView bytes) { buffer(stream).append(bytes); }
    /// The buffer itself, for a formatter that counts nanoseconds. Append only.
    QByteArray &buffer(Stream stream) { return *m_buffers[static_cast<int>(stream)]; }

private:
    QByteArray *m_buffers[2];
};

/// How commands are labelled and what is told about them: the options of the command line that are
/// the same for every formatter. Formatters for machines ignore most of it.
struct Presentation
{
    /// `index`, `pid`, `time`, `command`, `name`, `none`, a template, or empty for the default:
    /// the name if any command has one, else the index.
    QByteArray prefix;
    int prefixLength = 10; ///< characters of a `command` prefix
    bool padPrefix = false;
    QByteArray timestampFormat = "yyyy-MM-dd HH:mm:ss.SSS"; ///< Unicode TR35
    QByteArrayList prefixColors; ///< as given; the last one repeats; empty: `auto`
    std::vector<TaskId> hidden; ///< tasks of which nothing is shown; sorted
    bool quietSuccess = false; ///< commands that succeed are not mentioned at their end
    bool timings = false; ///< start and stop lines and a table at the end
    bool quiet = false; ///< only the commands' own output and errors
    bool verbose = false;
    QByteArray logDirectory; ///< where the output of each command is kept (--log-dir), or empty
};

/// What a formatter is made for.
struct FormatterContext
{
    QMap<QString, QString> options; ///< `--formatter ID:key=value,…`
    Presentation presentation;
    bool terminal[2] = { false, false }; ///< of Stream::Out and Stream::Err
    int columns = 80; ///< of the terminal, 80 if there is none
    int rows = 24;
    int colorDepth[2] = { 0, 0 }; ///< of Stream::Out and Stream::Err: 0 none, 4, 8 or 24 bits
    bool unicode = true; ///< the terminal shows UTF-8
};

/// Turns events into bytes for a terminal or a file. Lives and is called on prun's main thread, in
/// the order of events: RunStarted first, RunFinished last, nothing after it.
class Formatter
{
public:
    Formatter() = default;
    virtual ~Formatter() = default;
    Q_DISABLE_COPY_MOVE(Formatter)

    /// Appends the rendering of `event` to `out`; appending nothing shows nothing. Must not block,
    /// throw or run an event loop. Output passes through here: about 1 ns per byte is the budget.
    virtual void consume(const Event &event, Output &out) = 0;

    /// How often tick() is wanted; zero is never. Asked again after every event: a formatter that
    /// waits for nothing wakes nobody.
    virtual std::chrono::milliseconds tickInterval() const { return {}; }
    virtual void tick(Nanoseconds /*now*/, Output & /*out*/) { }
    /// The terminal has another size now.
    virtual void resized(int /*columns*/, int /*rows*/) { }
    /// The program is about to be stopped (Ctrl-Z): whatever is drawn over and over again has to
    /// go, and the cursor to be seen. What comes next, if it goes on, is another event or tick().
    virtual void suspend(Output & /*out*/) { }
};

/// The root object of a formatter plugin. Its metadata (JSON, read without loading it):
/// `{"kind": "formatter", "id": …, "summary": …, "order": "live" | "index" | "finish",
///   "options": {"key": "what it does", …}}`. `order` says in which order the formatter wants to
/// see output: as it comes, or command after command in the order of the command line or of their
/// ends. An option `order`, if listed, lets the user choose between the last two.
class FormatterPlugin
{
public:
    FormatterPlugin() = default;
    virtual ~FormatterPlugin() = default;
    Q_DISABLE_COPY_MOVE(FormatterPlugin)

    /// Makes the formatter of one run. `context.options` has only keys that the metadata lists; a
    /// value that it cannot use is an Error::Code::Plugin that names key and value.
    virtual Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) = 0;
};

} // namespace prun

Q_DECLARE_INTERFACE(prun::FormatterPlugin, PRUN_FORMATTER_IID)
