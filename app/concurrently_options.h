// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qmap.h>

#include <optional>
#include <span>
#include <string_view>

namespace prun {

/// The options of concurrently 9 and 10.
enum class ConcurrentlyOption : quint8 {
    MaxProcesses,
    Names,
    NameSeparator,
    Success,
    Raw,
    NoColor,
    Color,
    Hide,
    Group,
    Timings,
    Shell,
    PassthroughArguments,
    Teardown,
    Prefix,
    PrefixColors,
    PrefixLength,
    PadPrefix,
    TimestampFormat,
    HandleInput,
    DefaultInputTarget,
    KillOthers,
    KillOthersOnFail,
    KillSignal,
    KillTimeout,
    RestartTries,
    RestartAfter,
    Help,
    Version,
};

struct ConcurrentlyOptionInfo
{
    ConcurrentlyOption id;
    std::string_view name; ///< without the dashes
    std::string_view aliases; ///< separated by a space; the first is the one to show
    std::string_view placeholder; ///< of the value; empty: a flag
    std::string_view help; ///< empty: not shown
    std::string_view title = {}; ///< of the group that begins here
};

std::span<const ConcurrentlyOptionInfo> concurrentlyOptions();

/// What a call in concurrently's words says. Values are as given, not checked yet.
struct ConcurrentlyCall
{
    QMap<ConcurrentlyOption, QByteArrayList> values; ///< the last one counts, but for --teardown
    QByteArrayList commands;
    QByteArrayList afterDashes; ///< what stands behind `--`

    bool isOn(ConcurrentlyOption flag) const { return values.value(flag).value(0) == "true"; }
    /// Nothing if it was not given.
    std::optional<QByteArray> find(ConcurrentlyOption option) const;
};

/// Takes `arguments` (without the program name) and the CONCURRENTLY_… variables of `environment`
/// apart, by the rules of concurrently's own parser: `--name value`, `--name=value`, `--nameOfIt`,
/// `--no-flag`, `--flag false`, `-n value`, `-n=value`, `-m2`, flags in one word. The command line
/// wins. What concurrently would not know is an error here.
Result<ConcurrentlyCall> parseConcurrentlyCall(const QByteArrayList &arguments,
                                               const QByteArrayList &environment);

QByteArray renderConcurrentlyHelp();

} // namespace prun
