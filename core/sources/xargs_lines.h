// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/xargs_words.h>

#include <QtCore/qbytearraylist.h>

#include <functional>
#include <limits>

namespace prun {

/// What goes into the command lines that xargs makes.
struct XargsLimits
{
    std::optional<QByteArray>
        replaced = {}; ///< -I: this, by a value, and one value for each command
    std::optional<QByteArray> endMark = {}; ///< -E: the input ends before this value
    int values = std::numeric_limits<int>::max(); ///< -n
    int lines = 0; ///< -L; 0: lines do not matter
    qsizetype bytes = 128 * 1024; ///< -s: of all words, each with one byte for its end
    bool stopsIfTooLong = false; ///< -x: if so many values do not fit
    bool skipsEmpty = false; ///< -r: no command without values
};

/// Puts values behind the words of a command, or into them, as many as go into a command line.
class XargsLines
{
public:
    using NextValue = std::function<Result<Pull>(XargsWords::Word &)>;

    XargsLines(QByteArrayList command, XargsLimits limits, NextValue nextValue);

    /// The words of the next command line. An Error::Code::Config tells what does not fit; what
    /// came before it has been given out.
    Result<Pull> next(QByteArrayList &line);

private:
    Result<Pull> collect();
    bool isFull() const;
    bool stopsHere() const;
    void take(XargsWords::Word value);
    Result<Pull> giveOut(QByteArrayList &line);

    const QByteArrayList m_command;
    const XargsLimits m_limits;
    const NextValue m_nextValue;
    const qsizetype m_room; // for values
    QByteArrayList m_values; // of the line that is made
    qsizetype m_size = 0; // of them
    int m_lines = 0; // that end in them
    std::optional<XargsWords::Word> m_held; // did not fit any more
    std::optional<Error> m_error; // when that is given out
    bool m_made = false;
    bool m_ended = false;
};

} // namespace prun
