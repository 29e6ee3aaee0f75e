// SPDX-License-Identifier: MIT
#pragma once

#include <prun/formatter.h>

#include <QtCore/qstring.h>

#include <functional>

namespace prun {

/// A formatter around one that someone else wrote: an exception from it disables it for the rest of
/// the run and is told once; what it appended in that call is taken back. The run goes on, and
/// counts as one that lost something.
class GuardedFormatter final : public Formatter
{
public:
    /// `failed` gets one clause for a person; it is called from inside the failing
    /// call, or from the constructor.
    using Failed = std::function<void(const QString &why)>;

    GuardedFormatter(QString id, std::unique_ptr<Formatter> guarded, Failed failed);
    ~GuardedFormatter() override;

    void consume(const Event &event, Output &out) override;
    std::chrono::milliseconds tickInterval() const override;
    void tick(Nanoseconds now, Output &out) override;
    void resized(int columns, int rows) override;
    void suspend(Output &out) override;

    bool failed() const { return !m_guarded; }

private:
    template<typename Call>
    void guard(Output &out, Call &&call);
    void disable();

    QString m_id;
    std::unique_ptr<Formatter> m_guarded; ///< null once it has failed
    Failed m_failed;
    std::chrono::milliseconds m_tickInterval{};
};

} // namespace prun
