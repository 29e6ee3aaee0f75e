// SPDX-License-Identifier: MIT
#include <core/sources/script_glob.h>

#include <QtCore/qlist.h>

#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr auto anyInSegment = "[^:]*?";
constexpr auto notHidden = "(?!\\.)";
constexpr auto anySegments = "(?:(?!(?:\\/|^|:)\\.).)*?"; // none that begins with a dot

/// Writes a pattern as a regular expression, piece by piece.
class Translator
{
public:
    explicit Translator(const QString &pattern) : m_pattern(pattern) { }

    QString translate()
    {
        while (m_at < m_pattern.size())
            step();
        while (!m_groups.isEmpty()) // brackets that were never closed stand for themselves
            abandonGroup();
        return m_result;
    }

private:
    /// An open bracket.
    struct Group
    {
        QChar kind; ///< `{`, `(`, or the letter before `(`
        qsizetype start = 0; ///< in the result
        qsizetype source = 0; ///< in the pattern
    };

    void step();
    void stars();
    void question();
    bool characterClass();
    bool range();
    bool openGroup();
    bool closeGroup();
    void closeParenthesis(const Group &group);
    void abandonGroup();
    bool closes(qsizetype from, QChar open, QChar close, QChar needed = {}) const;
    void literal(QChar character) { m_result += QRegularExpression::escape(character); }

    QChar at(qsizetype i) const { return i < m_pattern.size() ? m_pattern[i] : QChar(); }
    bool atSegmentStart() const { return m_at == 0 || m_pattern[m_at - 1] == u':'; }
    bool atAlternativeStart() const;
    bool endsAlternative(qsizetype i) const;
    bool inGroup(QChar kind) const { return !m_groups.isEmpty() && m_groups.last().kind == kind; }

    const QString &m_pattern;
    QString m_result;
    qsizetype m_at = 0;
    QList<Group> m_groups;
};

void Translator::step()
{
    const QChar next = at(m_at);
    if (next == u'\\' && m_at + 1 < m_pattern.size()) {
        literal(at(m_at + 1));
        m_at += 2;
        return;
    }
    if (openGroup() || closeGroup() || range() || characterClass())
        return;
    const bool inAnyGroup = !m_groups.isEmpty();
    const QChar separator = inGroup(u'{') ? u',' : u'|';
    if (next == u'*') {
        stars();
    } else if (next == u'?') {
        question();
    } else if (inAnyGroup && next == separator) {
        m_result += u'|';
        ++m_at;
    } else {
        literal(next);
        ++m_at;
    }
}

bool Translator::atAlternativeStart() const
{
    if (m_groups.isEmpty())
        return false;
    const QChar before = m_pattern[m_at - 1];
    return inGroup(u'{') ? before == u'{' || before == u',' : before == u'(';
}

// Where two stars may end that stand for any segments: not before a `|`.
bool Translator::endsAlternative(qsizetype i) const
{
    const QChar next = at(i);
    return i == m_pattern.size() || next == u')'
        || (inGroup(u'{') && (next == u',' || next == u'}'));
}

void Translator::stars()
{
    qsizetype end = m_at;
    while (at(end) == u'*')
        ++end;
    const qsizetype count = end - m_at; // three are like one
    const bool segmentStart = atSegmentStart();
    const bool segments = count == 2 && (segmentStart || atAlternativeStart())
        && (at(end) == u':' || endsAlternative(end));
    m_at = end;
    if (!segments) {
        if (segmentStart)
            m_result += QLatin1String(notHidden) + (count == 1 ? u"(?=.)"_s : QString());
        m_result += QLatin1String(anyInSegment);
    } else if (!segmentStart || at(end) != u':') {
        m_result += QLatin1String(segmentStart ? notHidden : "") + QLatin1String(anySegments);
    } else { // none is a number, too
        m_result += u"(?:"_s + QLatin1String(notHidden) + QLatin1String(anySegments) + u":|)"_s;
        ++m_at;
    }
}

void Translator::question()
{
    m_result += atSegmentStart() ? u"[^.:]"_s : u"[^:]"_s;
    ++m_at;
}

bool Translator::characterClass()
{
    if (at(m_at) != u'[')
        return false;
    const qsizetype end = m_pattern.indexOf(u']', m_at + 2);
    if (end < 0)
        return false;
    QString inside = m_pattern.sliced(m_at + 1, end - m_at - 1);
    const bool negated = inside.startsWith(u'^');
    if (negated)
        inside.remove(0, 1);
    inside.replace(u"\\"_s, u"\\\\"_s).replace(u"["_s, u"\\["_s);
    const QString expression = (negated ? u"[^"_s : u"["_s) + inside + u']';
    if (!QRegularExpression(expression).isValid())
        return false;
    m_result += expression;
    m_at = end + 1;
    return true;
}

// `{1..3}`, `{a..c}`
bool Translator::range()
{
    static const QRegularExpression form(
        u"\\{(-?\\d{1,4}|[A-Za-z])\\.\\.(-?\\d{1,4}|[A-Za-z])\\}"_s);
    if (at(m_at) != u'{')
        return false;
    const auto match = form.match(m_pattern, m_at, QRegularExpression::NormalMatch,
                                  QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch())
        return false;
    bool numbers[2];
    int bounds[2];
    for (int i = 0; i < 2; ++i) {
        bounds[i] = match.capturedView(i + 1).toInt(&numbers[i]);
        if (!numbers[i])
            bounds[i] = match.capturedView(i + 1).front().unicode();
    }
    constexpr int most = 100;
    if (numbers[0] != numbers[1] || std::abs(bounds[0] - bounds[1]) >= most)
        return false;
    QStringList values;
    for (int i = std::min(bounds[0], bounds[1]); i <= std::max(bounds[0], bounds[1]); ++i)
        values << (numbers[0] ? QString::number(i) : QRegularExpression::escape(QChar(i)));
    m_result += u"(?:"_s + values.join(u'|') + u')';
    m_at = match.capturedEnd();
    return true;
}

// Whether the bracket at `from` is closed, and has `needed` directly inside.
bool Translator::closes(qsizetype from, QChar open, QChar close, QChar needed) const
{
    int depth = 0;
    bool found = needed.isNull();
    for (qsizetype i = from; i < m_pattern.size(); ++i) {
        if (m_pattern[i] == u'\\') {
            ++i;
        } else if (m_pattern[i] == open) {
            ++depth;
        } else if (m_pattern[i] == close && --depth == 0) {
            return found;
        } else if (m_pattern[i] == needed && depth == 1) {
            found = true;
        }
    }
    return false;
}

bool Translator::openGroup()
{
    const QChar next = at(m_at);
    if (next == u'{' && closes(m_at, u'{', u'}', u',')) {
        m_groups.push_back({ next, m_result.size(), m_at });
        m_result += u"(?:"_s;
        ++m_at;
        return true;
    }
    const bool lettered = u"!@?*+"_s.contains(next) && at(m_at + 1) == u'(';
    if (!lettered && next != u'(')
        return false;
    const qsizetype bracket = m_at + (lettered ? 1 : 0);
    if (!closes(bracket, u'(', u')'))
        return false;
    m_groups.push_back({ lettered ? next : QChar(u'('), m_result.size(), m_at });
    if (next == u'!')
        m_result += u"(?:(?!(?:"_s;
    else
        m_result += u"(?:"_s;
    m_at = bracket + 1;
    return true;
}

bool Translator::closeGroup()
{
    const QChar next = at(m_at);
    if (m_groups.isEmpty())
        return false;
    if (next == u'}' && inGroup(u'{')) {
        m_groups.removeLast();
        m_result += u')';
        ++m_at;
        return true;
    }
    if (next != u')' || inGroup(u'{'))
        return false;
    ++m_at;
    closeParenthesis(m_groups.takeLast());
    return true;
}

void Translator::closeParenthesis(const Group &group)
{
    if (group.kind == u'!') {
        // Not followed by one of them up to the end of what the rest of the pattern leaves.
        const QStringView after = QStringView(m_pattern).sliced(m_at);
        const bool segments = m_pattern.sliced(group.source, m_at - group.source).contains(u':');
        const bool whole = segments || after.count(u')') == after.size();
        m_result += (whole ? u")$)"_s : u"))"_s)
            + QLatin1String(segments ? anySegments : anyInSegment) + u')';
    } else {
        m_result += u')';
        if (group.kind == u'?' || group.kind == u'*' || group.kind == u'+')
            m_result += group.kind;
    }
}

void Translator::abandonGroup()
{
    const Group group = m_groups.takeLast();
    m_result.truncate(group.start);
    for (qsizetype i = group.source; i < m_pattern.size(); ++i)
        literal(m_pattern[i]);
}

} // namespace

ScriptGlob::ScriptGlob(QByteArrayView pattern) : m_pattern(pattern.toByteArray())
{
    const QString text = QString::fromUtf8(pattern);
    m_expression.setPattern(u"^(?:"_s + Translator(text).translate() + u")$"_s);
    m_expression.setPatternOptions(QRegularExpression::DotMatchesEverythingOption);
}

bool ScriptGlob::matches(QByteArrayView name) const
{
    return name == m_pattern
        || (m_expression.isValid() && m_expression.match(QString::fromUtf8(name)).hasMatch());
}

StarPattern::StarPattern(QByteArrayView pattern)
{
    QByteArray text = pattern.toByteArray();
    const qsizetype omit = text.indexOf("(!");
    const qsizetype end = omit < 0 ? -1 : text.indexOf(')', omit);
    if (end > 0) {
        m_omitted.setPattern(QString::fromUtf8(text.sliced(omit + 2, end - omit - 2)));
        text.remove(omit, end - omit + 1);
    }
    const qsizetype star = text.indexOf('*');
    m_before = text.first(star);
    m_after = text.sliced(star + 1);
}

QByteArray StarPattern::matched(QByteArrayView name) const
{
    const qsizetype size = name.size() - m_before.size() - m_after.size();
    if (size < 0 || !name.startsWith(m_before) || !name.endsWith(m_after))
        return {};
    if (!m_omitted.pattern().isEmpty() && m_omitted.isValid()
        && m_omitted.match(QString::fromUtf8(name)).hasMatch())
        return {};
    const QByteArray matched = name.sliced(m_before.size(), size).toByteArray();
    return matched.isNull() ? QByteArray("") : matched;
}

PatternKind patternKindOf(QByteArrayView text)
{
    const qsizetype star = text.indexOf('*');
    const bool omits = text.contains("(!");
    const bool glob = text.contains('{') || text.contains("!(") || text.contains("@(")
        || text.contains("+(") || text.contains("?(") || text.contains("*(") || text.contains('[')
        || text.contains('?') || (star >= 0 && text.indexOf('*', star + 1) > 0 && !omits);
    if (star >= 0 && (omits || !glob))
        return PatternKind::Star;
    return glob ? PatternKind::Glob : PatternKind::Name;
}

} // namespace prun
