// SPDX-License-Identifier: MIT
#include "label_template.h"

#include "escaped_text.h"

#include <algorithm>
#include <optional>

namespace prun {

namespace {

using Field = LabelTemplate::Field;

std::optional<Field> fieldNamed(QByteArrayView word)
{
    struct Name
    {
        const char *text;
        Field field;
    };
    constexpr Name names[] = {
        { "index", Field::Index },     { "name", Field::Name }, { "command", Field::Command },
        { "pid", Field::Pid },         { "time", Field::Time }, { "elapsed", Field::Elapsed },
        { "attempt", Field::Attempt },
    };
    for (const Name &name : names) {
        if (word == name.text)
            return name.field;
    }
    return std::nullopt;
}

} // namespace

LabelTemplate LabelTemplate::parse(const QByteArray &text)
{
    LabelTemplate result;
    const std::optional<Field> keyword = fieldNamed(text);
    if (text == "none")
        return result;
    if (keyword && *keyword != Field::Elapsed && *keyword != Field::Attempt) {
        result.m_brackets = true;
        result.m_pieces.push_back({ *keyword, {} });
        return result;
    }
    QByteArrayView rest = text;
    QByteArray literal;
    const auto finishLiteral = [&] {
        if (!literal.isEmpty())
            result.m_pieces.push_back({ Field::Text, escaped(literal) });
        literal.clear();
    };
    while (!rest.isEmpty()) {
        const qsizetype close = rest.front() == '{' ? rest.indexOf('}') : -1;
        const std::optional<Field> field =
            close > 0 ? fieldNamed(rest.sliced(1, close - 1)) : std::nullopt;
        if (field) {
            finishLiteral();
            result.m_pieces.push_back({ *field, {} });
        } else {
            literal += rest.front();
        }
        rest = rest.sliced(field ? close + 1 : 1);
    }
    finishLiteral();
    return result;
}

bool LabelTemplate::contains(Field field) const
{
    return std::any_of(m_pieces.begin(), m_pieces.end(),
                       [field](const Piece &piece) { return piece.field == field; });
}

} // namespace prun
