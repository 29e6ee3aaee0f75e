// SPDX-License-Identifier: MIT
#include <app/run_verdict.h>

#include <platform/self_signal.h>

namespace prun {

namespace {

constexpr int kLoss = 3;
constexpr int kSurvivors = 5;
constexpr int kDeadline = 124;
constexpr int kQuit = 3; // SIGQUIT

bool diesOfSignal(const RunFacts &facts)
{
    if (facts.stop.signal == 0 || facts.diesOfSignals)
        return facts.stop.signal != 0;
    return facts.onlyOne ? facts.stop.signal == kQuit : facts.stop.forced;
}

ProgramEnd endOf(const RunFacts &facts)
{
    if (facts.survivors)
        return { kSurvivors, 0 };
    if (diesOfSignal(facts))
        return { 128 + facts.stop.signal, facts.stop.signal };
    if (facts.stop.readerGone && facts.diesOfSigpipe)
        return { 128 + kBrokenPipe, kBrokenPipe };
    if (facts.lost || facts.stop.readerGone)
        return { kLoss, 0 };
    if (facts.stop.deadlinePassed)
        return { kDeadline, 0 };
    return { facts.judgement, 0 };
}

} // namespace

ProgramEnd verdictOf(const RunFacts &facts)
{
    const ProgramEnd end = endOf(facts);
    if (!facts.onlyOne || end.exitStatus == 0 || diesOfSignal(facts))
        return end;
    return { 1, 0 };
}

} // namespace prun
