// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>

#include <optional>
#include <utility>
#include <vector>

namespace prun {

/// Which of the three programs is spoken to.
enum class NpmRunAllProgram : quint8 { RunP, RunS, NpmRunAll };

/// `run-p`, `/usr/bin/run-s`, `npm-run-all.exe`: by the last part of a path.
std::optional<NpmRunAllProgram> npmRunAllCalled(QByteArrayView program);
/// `run-p`, …
QByteArray nameOf(NpmRunAllProgram program);

/// Every option of the three, as it is written: `-c`, `--continue-on-error`, …
QByteArrayList npmRunAllOptions();

/// A call of run-p, run-s or npm-run-all taken apart, in its own words.
struct NpmRunAllArguments
{
    struct Group
    {
        bool parallel = false;
        QByteArrayList patterns;
    };
    using Settings = std::vector<std::pair<QByteArray, QByteArray>>;

    std::vector<Group> groups; ///< at least one; may be empty
    bool continueOnError = false;
    bool printLabel = false;
    bool printName = false;
    bool race = false;
    bool silent = false;
    bool aggregateOutput = false;
    int maxParallel = 0; ///< 0: no limit
    QByteArray npmPath;
    Settings config; ///< `--name=value` for npm
    Settings packageConfig; ///< `--package:name=value`: first `package:name`
    QByteArrayList arguments; ///< behind `--`, for the placeholders

    bool isParallel() const;
};

/// The text of an error is what follows `ERROR: `.
Result<NpmRunAllArguments> parseNpmRunAll(NpmRunAllProgram program, const QByteArrayList &words);

} // namespace prun
