// SPDX-License-Identifier: MIT
#pragma once

#include <core/config/json_reader.h>

namespace prun {

/// `begin` and `end` are offsets into the text: of a string between its quotes, of a list or object
/// with its brackets. Children follow their parent; `next` is the node behind the last of them. The
/// children of an object are keys and values by turns.
struct JsonDocument::Node
{
    quint32 begin = 0;
    quint32 end = 0;
    quint32 next = 0;
    JsonValue::Kind kind = JsonValue::Kind::Null;
    bool escaped = false; ///< a string with a backslash
};

struct JsonDocument::Content
{
    QByteArray text;
    QString name;
    std::vector<Node> nodes;

    QString where(qsizetype offset) const;
    JsonPlace placeOf(qsizetype offset) const;
    QByteArray stringOf(const Node &node) const; ///< escapes replaced
};

/// Offset of the first byte that is not UTF-8, or -1.
qsizetype firstInvalidUtf8(QByteArrayView text);

/// Fills the nodes of `content` from its text.
class JsonParser
{
public:
    JsonParser(JsonDocument::Content *content, JsonOptions options)
        : m_content(*content), m_text(content->text), m_options(options)
    { }

    Result<void> parse();

private:
    using Node = JsonDocument::Node;
    using Kind = JsonValue::Kind;

    bool value(int depth);
    bool list(int depth);
    bool object(int depth);
    bool key();
    bool between(char close, QByteArrayView what);
    bool string();
    bool escape();
    bool surrogates(quint32 first);
    std::optional<quint32> hexDigits();
    bool number();
    bool digits();
    bool word(QByteArrayView text, Kind kind);
    bool unknownWord();
    bool skipSpace();
    bool comment();
    bool checkDuplicates(quint32 object);

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool atEnd() const { return m_at >= m_text.size(); }
    bool take(char wanted);
    quint32 open(Kind kind);
    void close(quint32 node);
    bool fail(qsizetype offset, const QString &what, const QString &hint = {});
    bool unexpected(const QString &wanted);

    JsonDocument::Content &m_content;
    const QByteArray &m_text;
    const JsonOptions m_options;
    qsizetype m_at = 0;
    std::optional<Error> m_error;
};

} // namespace prun
