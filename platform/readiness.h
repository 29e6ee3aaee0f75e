// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <memory>

namespace prun {

/// Tells from the event loop which of many descriptors can be read, at a cost that does not grow
/// with how many are silent. Main thread only.
class Readiness
{
public:
    class Listener
    {
    public:
        /// `key` has something to read, or has ended. One bounded read, so that all get their turn:
        /// what is left is told again. Returns how many bytes were read. It may still be told right
        /// after remove().
        virtual qsizetype readable(quint64 key) = 0;

    protected:
        ~Listener() = default;
    };

    explicit Readiness(Listener *listener);
    ~Readiness();
    Q_DISABLE_COPY_MOVE(Readiness)

    /// False if the system has no room for another one.
    bool add(int descriptor, quint64 key);
    /// The descriptor is about to be closed.
    void remove(int descriptor);
    /// While false nothing is told.
    void setEnabled(bool enabled);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace prun
