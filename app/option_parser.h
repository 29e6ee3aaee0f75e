// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_values.h>

namespace prun {

/// A command line taken apart: its options and its commands.
struct ParsedArguments
{
    OptionValues options;
    QByteArrayList commands;
    QString lastTaken; ///< `option -n took "echo a" as its value`, of the last such word
};

/// Takes `arguments` (without the program name) and the PRUN_… variables of `environment`
/// (`NAME=value`) apart. Options may stand before, between and after the commands, as `--name
/// value`,
/// `--name=value`, `-n value`, `-nvalue`, `-n=value`, and flags in one word (`-kr`); `--` ends
/// them. The command line wins over the environment, the last of several equal options over the
/// others. Nothing after --help or --version is looked at. Options are those of `table`.
Result<ParsedArguments> parseArguments(const QByteArrayList &arguments,
                                       const QByteArrayList &environment,
                                       OptionTable table = optionTable());

/// The same where options end at the first word that is none: what follows is the command and its
/// words, and `--` before it is left out.
Result<ParsedArguments> parseLeadingOptions(const QByteArrayList &arguments,
                                            const QByteArrayList &environment, OptionTable table);

} // namespace prun
