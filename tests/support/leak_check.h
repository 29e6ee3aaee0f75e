// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>
#include <QtCore/qlist.h>

#include <chrono>

/// Tells what the programs of a test have left behind. The test program becomes the reaper of all
/// its descendants, so nothing escapes it by changing session, parent or environment; what carries
/// the mark of this check in its environment counts too. Deleted, it kills what it still finds.
class LeakCheck
{
public:
    /// How long what prun ends may take to be gone.
    static constexpr std::chrono::milliseconds kSoon{ 1000 };

    LeakCheck();
    ~LeakCheck();
    Q_DISABLE_COPY_MOVE(LeakCheck)

    /// `NAME=value` for the environment of what is started.
    QByteArray mark() const { return m_mark; }
    /// `pid name` of everything alive; zombies are not.
    QByteArrayList alive() const;
    QList<int> alivePids() const;
    /// Empty if everything is gone, or goes within `patience`; else what is left.
    QByteArrayList leftAfter(std::chrono::milliseconds patience = kSoon) const;

private:
    QByteArray m_mark;
};

/// In a test: everything that carries the mark of `check`, or descends from the test, is gone.
#define NOTHING_LEFT(check)                                                                        \
    do {                                                                                           \
        const QByteArrayList left = (check).leftAfter();                                           \
        QVERIFY2(left.isEmpty(), left.join(", ").constData());                                     \
    } while (false)
