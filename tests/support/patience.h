// SPDX-License-Identifier: MIT
#pragma once

#include <QtTest/qtest.h>

// A busy machine, or Wine, may keep a program from running for longer than the five seconds of
// QTRY_COMPARE: these wait for a minute.
#define WAIT_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, 60'000)
#define WAIT_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)
