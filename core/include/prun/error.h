// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qglobal.h>
#include <QtCore/qstring.h>
#include <QtCore/qstringlist.h>

#include <optional>
#include <system_error>
#include <utility>
#include <variant>

namespace prun {

/// What failed, where, why, and what was most likely meant. Built where it happens, wrapped with
/// in() on the way up in a Result, and printed once, by app/main.cpp. Never thrown.
class Error
{
public:
    enum class Code : quint8 { Usage, Config, Plan, Launch, Plugin, Io };

    Error(Code code, QString what, std::error_code cause = {})
        : m_what(std::move(what)), m_cause(cause), m_code(code)
    { }

    /// Adds the place where it happened, outermost last: `file.json:3:7`, `option --names`.
    Error &&in(const QString &where) &&
    {
        m_trail.prepend(where);
        return std::move(*this);
    }
    /// What was most likely meant, or what to try; a whole clause without a final full stop.
    Error &&hint(QString text) &&
    {
        m_hint = std::move(text);
        return std::move(*this);
    }

    Code code() const { return m_code; } ///< decides the exit status of prun itself
    std::error_code cause() const { return m_cause; } ///< errno or GetLastError, or empty
    const QString &what() const { return m_what; } ///< without place, cause and hint
    const QString &hintText() const { return m_hint; }

    /// One line: `prun.json:3:7: task "lint": cannot start "eslint": No such file (hint)`.
    QString toString() const
    {
        QString text;
        for (const QString &where : m_trail)
            text += where + QStringLiteral(": ");
        text += m_what;
        if (m_cause)
            text += QStringLiteral(": ") + QString::fromLocal8Bit(m_cause.message().c_str());
        if (!m_hint.isEmpty())
            text += QStringLiteral(" (") + m_hint + QLatin1Char(')');
        return text;
    }

private:
    QStringList m_trail; // outermost frame first
    QString m_what;
    QString m_hint;
    std::error_code m_cause; // a number until it is printed, so that callers can act on it
    Code m_code;
};

/// A value, or the Error that says why there is none.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }

    explicit operator bool() const { return m_state.index() == 0; }
    T &value() { return *std::get_if<0>(&m_state); } ///< only if true
    const T &value() const { return *std::get_if<0>(&m_state); }
    T &operator*() { return value(); }
    const T &operator*() const { return value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    Error &error() { return *std::get_if<1>(&m_state); } ///< only if false
    const Error &error() const { return *std::get_if<1>(&m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Done, or the Error that says why not.
template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) { }

    explicit operator bool() const { return !m_error.has_value(); }
    Error &error() { return *m_error; } ///< only if false
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace prun
