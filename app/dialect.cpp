// SPDX-License-Identifier: MIT
#include <app/dialect.h>

#include <algorithm>
#include <optional>

namespace prun {

namespace {

struct DialectName
{
    const char *text;
    Dialect dialect;
};

constexpr DialectName names[] = {
    { "concurrently", Dialect::Concurrently },
    { "conc", Dialect::Concurrently },
};

std::optional<Dialect> named(QByteArrayView word)
{
    const auto *found = std::find_if(std::begin(names), std::end(names),
                                     [&](const DialectName &name) { return word == name.text; });
    return found == std::end(names) ? std::nullopt : std::optional(found->dialect);
}

QByteArray baseName(const QByteArray &program)
{
    const qsizetype slash = std::max(program.lastIndexOf('/'), program.lastIndexOf('\\'));
    QByteArray name = program.sliced(slash + 1);
    if (name.toLower().endsWith(".exe"))
        name.chop(4);
    return name;
}

} // namespace

DialectCall dialectOf(const QByteArray &program, const QByteArrayList &arguments)
{
    if (const auto dialect = named(baseName(program)))
        return { *dialect, arguments };
    if (const auto dialect =
            arguments.isEmpty() ? std::nullopt : named(QByteArrayView(arguments.front())))
        return { *dialect, arguments.mid(1) };
    return { Dialect::Native, arguments };
}

} // namespace prun
