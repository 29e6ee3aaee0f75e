// SPDX-License-Identifier: MIT
#include <app/call_variables.h>

#include <app/map_options.h>
#include <app/start_options.h>

#include <core/config/suggestion.h>

#include <algorithm>
#include <array>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView prefix = "PRUN_";

// Of all that read variables.
const OptionInfo *optionOf(const QByteArray &variable)
{
    for (const OptionTable table : { optionTable(), startOptionTable(), mapOptionTable() }) {
        for (const OptionInfo &option : table) {
            if (option.variable != OptionVariable::Never && variableOf(option) == variable)
                return &option;
        }
    }
    return nullptr;
}

// What commands and hooks have in their environment, and so a prun among them, and what is no
// option.
bool isKnown(QByteArrayView variable)
{
    static constexpr std::array<QByteArrayView, 16> names{
        "PRUN_ATTEMPT",     "PRUN_COMMAND", "PRUN_COMMAND_EXIT_CODE",
        "PRUN_DURATION_MS", "PRUN_EVENT",   "PRUN_EXIT_STATUS",
        "PRUN_INDEX",       "PRUN_NAME",    "PRUN_NO_GUARD",
        "PRUN_OUTCOME",     "PRUN_PID",     "PRUN_PLUGIN_PATH",
        "PRUN_RUN_ID",      "PRUN_SEQ",     "PRUN_SIGNAL",
        "PRUN_SLOT",
    };
    return std::ranges::find(names, variable) != names.end();
}

/// The names of the variables that options have, without the prefix, which all share.
QStringList variableWordsOf(OptionTable table)
{
    QStringList words;
    for (const OptionInfo &option : table) {
        if (option.variable != OptionVariable::Never)
            words << QString::fromLatin1(variableOf(option).sliced(prefix.size()));
    }
    return words;
}

QByteArray nameOf(const QByteArray &entry)
{
    return entry.first(std::max<qsizetype>(entry.indexOf('='), 0));
}

} // namespace

Variables colorVariablesOf(const QByteArrayList &environment)
{
    Variables variables;
    for (const QByteArray &entry : environment) {
        const qsizetype equals = entry.indexOf('=');
        const QByteArrayView name = QByteArrayView(entry).first(std::max<qsizetype>(equals, 0));
        if (name == "NO_COLOR" || name == "FORCE_COLOR" || name.startsWith("CLICOLOR"))
            variables.insert(name.toByteArray(), entry.sliced(equals + 1));
    }
    return variables;
}

QByteArrayList notInheritedOf(const QByteArrayList &environment)
{
    QByteArrayList names;
    for (const QByteArray &entry : environment) {
        const QByteArray name = nameOf(entry);
        const OptionInfo *option = name.startsWith(prefix) ? optionOf(name) : nullptr;
        if (option && option->variable == OptionVariable::OfThisRun)
            names << name;
    }
    return names;
}

QByteArrayList warningsOfVariables(const QByteArrayList &environment, OptionTable table)
{
    QByteArrayList warnings;
    for (const QByteArray &entry : environment) {
        const QByteArray name = nameOf(entry);
        if (!name.startsWith(prefix) || isKnown(name) || optionOf(name))
            continue;
        const QString word = QString::fromUtf8(name.sliced(prefix.size()));
        if (const QString meant = nearest(word, variableWordsOf(table)); !meant.isNull())
            warnings << u"environment variable %1 says nothing to prun; did you mean PRUN_%2?"_s
                            .arg(QString::fromUtf8(name), meant)
                            .toUtf8();
    }
    return warnings;
}

} // namespace prun
