// SPDX-License-Identifier: MIT
#pragma once

#include "case_file.h"

#include <QtCore/qbytearray.h>

#include <optional>

/// Runs the cases of one system: on Unix with sh, on Windows step by step, without a shell, and
/// only those that are not for Unix only.
struct CaseEnd
{
    std::optional<int> code; ///< exit status; none if it did not end, or not by itself
    QByteArray how; ///< the same in words
    QByteArray out;
    QByteArray err;
    QByteArray left; ///< which processes it has left, if it must not leave any
};

/// Once, before the first case: what the surroundings of the test must not change.
void prepareForCases();
/// In `folder`, which is empty.
CaseEnd runCase(const OptionCase &one, const QByteArray &folder);
bool isForThisSystem(const OptionCase &one);
