// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>
#include <QtCore/qregularexpression.h>

namespace prun {

/// A pattern for names of scripts, whose segments `:` separates: `*` and `?` stay inside of one,
/// `**` as a whole segment is any number of them; `[a-c]`, `{a,b}`, `{1..3}`, `(a|b)`, `!(a)`,
/// `@(a)`, `?(a)`, `*(a)`, `+(a)`; a backslash makes the next character ordinary. As in
/// npm-run-all, a leading `!` negates nothing, and `*` matches no segment that begins with a dot.
class ScriptGlob
{
public:
    explicit ScriptGlob(QByteArrayView pattern);

    bool matches(QByteArrayView name) const;

private:
    QByteArray m_pattern; // a name that is written as the pattern matches always
    QRegularExpression m_expression;
};

/// A shortcut's pattern as concurrently has it: one `*` for any characters, as few as possible, and
/// `(!regular expression)` for names to leave out.
class StarPattern
{
public:
    explicit StarPattern(QByteArrayView pattern);

    /// What `*` stands for in `name`; null if it does not match.
    QByteArray matched(QByteArrayView name) const;

private:
    QByteArray m_before;
    QByteArray m_after;
    QRegularExpression m_omitted; // empty pattern: nothing
};

enum class PatternKind : quint8 { Name, Star, Glob };
/// Glob where only that can be meant: `**`, `{a,b}`, `!(a)`, two stars.
PatternKind patternKindOf(QByteArrayView text);

} // namespace prun
