// SPDX-License-Identifier: MIT
#include <app/call_variables.h>

#include <app/option_table.h>
#include <app/start_options.h>

#include <algorithm>

namespace prun {

namespace {

bool isOfThisRun(const QByteArray &variable)
{
    const auto isIn = [&](OptionTable table) {
        return std::any_of(table.begin(), table.end(), [&](const OptionInfo &option) {
            return option.variable == OptionVariable::OfThisRun && variableOf(option) == variable;
        });
    };
    return isIn(optionTable()) || isIn(startOptionTable());
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
        const QByteArray name = entry.first(std::max<qsizetype>(entry.indexOf('='), 0));
        if (name.startsWith("PRUN_") && isOfThisRun(name))
            names << name;
    }
    return names;
}

} // namespace prun
