// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <memory>
#include <optional>
#include <vector>

namespace prun {

/// What a file may have beyond JSON, and what its reader wants to know.
struct JsonOptions
{
    bool comments = true; ///< `// …` and `/* … */`
    bool trailingCommas = false; ///< behind the last entry of a list or an object
    bool duplicates = false; ///< true: a key may come twice in an object, and the last one counts
};

struct JsonPlace
{
    int line = 1; ///< from 1
    int column = 1; ///< from 1, in characters
    bool operator==(const JsonPlace &) const = default;
};

class JsonValue;
struct JsonMember;

/// A JSON text that was read whole. Values are views into it: 16 bytes each, whatever they are, and
/// copies of the document share it.
class JsonDocument
{
public:
    /// `name` stands for the text in errors, which are Error::Code::Config at `name:line:column`.
    /// A byte order mark is skipped; anything that is not UTF-8 is refused, as is nesting beyond
    /// 200 levels.
    static Result<JsonDocument> parse(QByteArray text, const QString &name,
                                      JsonOptions options = {});

    JsonValue root() const;

    struct Node;
    struct Content;

private:
    explicit JsonDocument(std::shared_ptr<const Content> content)
        : m_content(std::move(content)) { }

    std::shared_ptr<const Content> m_content;
};

/// One value of a document, which it keeps alive.
class JsonValue
{
public:
    enum class Kind : quint8 { Null, Boolean, Number, String, Array, Object };

    JsonValue(std::shared_ptr<const JsonDocument::Content> content, quint32 node)
        : m_content(std::move(content)), m_node(node)
    { }

    Kind kind() const;
    bool is(Kind kind) const { return this->kind() == kind; }
    /// Of a string: what it says, as UTF-8; NUL may occur. Of anything else: as it is written.
    QByteArray text() const;
    std::vector<JsonValue> items() const; ///< of an array; else empty
    std::vector<JsonMember> members() const; ///< of an object, in the order of the text; else empty
    /// The member of that name, the last if there are several; none if there is none.
    std::optional<JsonValue> find(QByteArrayView key) const;

    JsonPlace place() const; ///< costs a look through the text: for errors
    QString where() const; ///< `package.json:3:7`
    /// An Error::Code::Config at this place.
    Error error(const QString &what) const;

private:
    const JsonDocument::Node &node() const;

    std::shared_ptr<const JsonDocument::Content> m_content;
    quint32 m_node;
};

struct JsonMember
{
    JsonValue key; ///< a string
    JsonValue value;
};

/// What a kind of value is called in messages: `a string`, `an object`, …
QString nameOf(JsonValue::Kind kind);

} // namespace prun
