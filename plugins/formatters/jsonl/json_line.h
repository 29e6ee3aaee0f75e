// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <chrono>

namespace prun {

/// Writes one JSON object as one line to the end of a buffer. Keys are trusted to need no escapes.
class JsonLine
{
public:
    /// Begins with the version, the time and the kind of event, as all lines do.
    JsonLine(QByteArray &buffer, std::chrono::nanoseconds at, const char *event);
    ~JsonLine() { m_buffer += "}\n"; }
    Q_DISABLE_COPY_MOVE(JsonLine)

    JsonLine &number(const char *key, qint64 value);
    JsonLine &boolean(const char *key, bool value);
    JsonLine &null(const char *key);
    /// Text that is known to be valid UTF-8 without control characters.
    JsonLine &word(const char *key, const char *value);
    /// Any bytes: a string if they are valid UTF-8, else `<key>Base64`.
    JsonLine &bytes(const char *key, QByteArrayView value);
    /// In seconds, to the microsecond.
    JsonLine &duration(const char *key, std::chrono::nanoseconds value);

    JsonLine &beginArray(const char *key);
    JsonLine &endArray();
    JsonLine &beginObject();
    JsonLine &endObject();

private:
    void key(const char *key, const char *suffix = "");
    void comma();

    QByteArray &m_buffer;
};

} // namespace prun
