// SPDX-License-Identifier: MIT
#include <core/sources/map_inputs.h>

#include <core/config/printable.h>

#include <QtCore/qregularexpression.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

QByteArrayList splitColumns(const QByteArray &value, const QRegularExpression &separator)
{
    QByteArrayList columns;
    for (const QString &column : QString::fromLatin1(value).split(separator))
        columns << column.toLatin1();
    return columns;
}

/// Sources that go together, value by value.
using Group = std::vector<std::vector<QByteArrayList>>; // source, value, columns

std::vector<QByteArrayList> rowsOf(const Group &group, bool wraps)
{
    std::size_t size = group.front().size();
    for (const auto &source : group) {
        if (source.empty())
            return {};
        size = wraps ? std::max(size, source.size()) : std::min(size, source.size());
    }
    std::vector<QByteArrayList> rows(size);
    for (std::size_t i = 0; i < size; ++i) {
        for (const auto &source : group)
            rows[i] << source[i % source.size()];
    }
    return rows;
}

std::vector<QByteArrayList> product(const std::vector<QByteArrayList> &left,
                                    const std::vector<QByteArrayList> &right)
{
    std::vector<QByteArrayList> all;
    all.reserve(left.size() * right.size());
    for (const QByteArrayList &one : left) {
        for (const QByteArrayList &other : right)
            all.push_back(one + other);
    }
    return all;
}

} // namespace

QByteArrayList splitValues(QByteArrayView text, char separator)
{
    QByteArrayList values = text.toByteArray().split(separator);
    if (values.constLast().isEmpty())
        values.removeLast();
    return values;
}

Result<char> parseSeparator(QByteArrayView text)
{
    if (text.size() == 1)
        return text.front();
    const Error error = Error(Error::Code::Usage, u"%1 is no separator"_s.arg(quoted(text)))
                            .hint(u"write one character, or \\n, \\t, \\0, \\x2c"_s);
    if (text.size() < 2 || text.front() != '\\')
        return error;
    const QByteArrayView rest = text.sliced(1);
    constexpr QByteArrayView letters = "abfnrtv\\";
    constexpr QByteArrayView meanings = "\a\b\f\n\r\t\v\\";
    if (const qsizetype letter = letters.indexOf(rest.front()); rest.size() == 1 && letter >= 0)
        return meanings[letter];
    bool number = false;
    const bool hexadecimal = rest.front() == 'x';
    const int code =
        rest.sliced(hexadecimal ? 1 : 0).toByteArray().toInt(&number, hexadecimal ? 16 : 8);
    if (!number || code < 0 || code > 255)
        return error;
    return static_cast<char>(code);
}

Result<MapRecords> combine(std::vector<MapSource> sources, const MapInputOptions &options)
{
    QRegularExpression separator;
    if (options.columnPattern) {
        separator.setPattern(QString::fromLatin1(*options.columnPattern));
        if (!separator.isValid() || options.columnPattern->isEmpty())
            return Error(Error::Code::Usage,
                         u"%1 is no regular expression: %2"_s.arg(quoted(*options.columnPattern),
                                                                  separator.errorString()))
                .in(u"option --colsep"_s);
    }
    const auto columnsOf = [&](const QByteArray &value) {
        return options.columnPattern ? splitColumns(value, separator) : QByteArrayList{ value };
    };
    MapRecords result;
    std::vector<Group> groups;
    for (MapSource &source : sources) {
        if (options.hasHeader && !source.values.isEmpty())
            result.columns << columnsOf(source.values.takeFirst());
        if (options.skipsEmpty)
            source.values.removeAll(QByteArray());
        if (groups.empty() || !source.linked)
            groups.push_back({});
        std::vector<QByteArrayList> &values = groups.back().emplace_back();
        for (const QByteArray &value : std::as_const(source.values))
            values.push_back(columnsOf(value));
    }
    if (groups.empty())
        return result;
    result.records = { QByteArrayList() };
    for (const Group &group : groups)
        result.records = product(result.records, rowsOf(group, options.wraps));
    return result;
}

Result<XargsWords> splitXargsWords(QByteArrayView text)
{
    XargsWords result;
    std::optional<QByteArray> word;
    char quote = '\0';
    const auto endWord = [&] {
        if (word)
            result.words << *std::exchange(word, {});
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != '\0' && c != '\n') {
            if (c == quote)
                quote = '\0';
            else
                *word += c;
        } else if (quote != '\0') {
            break; // told below
        } else if (c == '\'' || c == '"') {
            quote = c;
            word = word.value_or(QByteArray());
        } else if (c == '\\' && i + 1 < text.size()) {
            word = word.value_or(QByteArray()) + text[++i];
        } else if (c == ' ' || c == '\t' || c == '\n') {
            endWord();
            const int count = static_cast<int>(result.words.size());
            const int before = result.lineEnds.empty() ? 0 : result.lineEnds.back();
            const bool goesOn = i > 0 && c == '\n' && (text[i - 1] == ' ' || text[i - 1] == '\t');
            if (c == '\n' && count > before && !goesOn)
                result.lineEnds.push_back(count);
        } else {
            word = word.value_or(QByteArray()) + c;
        }
    }
    if (quote != '\0')
        return Error(Error::Code::Config,
                     quote == '\'' ? u"a single quote is not closed"_s
                                   : u"a double quote is not closed"_s)
            .hint(u"-0 and -d take quotes as they are"_s);
    endWord();
    const int count = static_cast<int>(result.words.size());
    if (count > 0 && (result.lineEnds.empty() || result.lineEnds.back() != count))
        result.lineEnds.push_back(count);
    return result;
}

} // namespace prun
