// SPDX-License-Identifier: MIT
#include <app/run_verdict.h>

namespace prun {

namespace {

constexpr int kLoss = 3;
constexpr int kSurvivors = 5;
constexpr int kDeadline = 124;
constexpr int kBrokenPipe = 13; // SIGPIPE

} // namespace

ProgramEnd verdictOf(const RunFacts &facts)
{
    if (facts.survivors)
        return { kSurvivors, 0 };
    if (facts.stop.signal != 0 && (facts.diesOfSignals || facts.stop.forced))
        return { 128 + facts.stop.signal, facts.stop.signal };
    if (facts.stop.readerGone && facts.diesOfSigpipe)
        return { 128 + kBrokenPipe, kBrokenPipe };
    if (facts.lost || facts.stop.readerGone)
        return { kLoss, 0 };
    if (facts.stop.deadlinePassed)
        return { kDeadline, 0 };
    return { facts.judgement, 0 };
}

} // namespace prun
