// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_table.h>

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>

#include <vector>

namespace prun {

/// An option as it was given, and where.
struct OptionValue
{
    enum class Source : quint8 { Environment, CommandLine };

    OptionId id = OptionId::Help;
    Source source = Source::CommandLine;
    bool off = false; ///< a flag, or an option with an optional value, that was switched off
    QByteArray text; ///< the value; empty for a flag
    QString place; ///< for Error::in(): `option --names`, `environment variable PRUN_NAMES`
};

/// All options of a call: those of the environment first, then those of the command line.
class OptionValues
{
public:
    void add(OptionValue value) { m_values.push_back(std::move(value)); }
    const std::vector<OptionValue> &all() const { return m_values; }

    /// The one that counts: the last, unless it switches the option off. Null if there is none.
    const OptionValue *find(OptionId id) const;
    bool has(OptionId id) const { return find(id) != nullptr; }
    /// Of a repeatable option, in the order in which they were given.
    std::vector<const OptionValue *> findAll(OptionId id) const;

    /// Drops what the environment says where the command line says something about the same, or
    /// about an option that excludes it. `hasCommands`: the command line has commands.
    void letCommandLineWin(bool hasCommands);
    /// Two options that exclude each other, both from the same place.
    Result<void> checkConflicts() const;

private:
    std::vector<OptionValue> m_values;
};

} // namespace prun
