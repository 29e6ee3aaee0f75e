// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_values.h>

#include <optional>
#include <utility>

namespace prun {

/// Turns options into values one after another and remembers the first error, so that a list of
/// them reads like one. After an error nothing more is read.
class OptionReader
{
public:
    explicit OptionReader(const OptionValues &values) : m_values(values) { }

    bool isOn(OptionId flag) const { return m_values.has(flag); }
    /// `into = parse(text)` if the option is given, else `into` keeps its default.
    template<typename Value, typename Parse>
    void read(OptionId id, Value &into, Parse &&parse);
    /// The same for each value of a repeatable option, in order.
    template<typename Value, typename Parse>
    void readAll(OptionId id, std::vector<Value> &into, Parse &&parse);

    /// `use(text)`, a Result<void>, if the option is given.
    template<typename Use>
    void apply(OptionId id, Use &&use);

    void fail(Error error)
    {
        if (!m_error)
            m_error = std::move(error);
    }
    bool failed() const { return m_error.has_value(); }
    Result<void> result() const { return m_error ? Result<void>(*m_error) : Result<void>(); }

private:
    const OptionValues &m_values;
    std::optional<Error> m_error;
};

template<typename Value, typename Parse>
void OptionReader::read(OptionId id, Value &into, Parse &&parse)
{
    const OptionValue *given = m_values.find(id);
    if (!given || m_error)
        return;
    auto parsed = parse(QByteArrayView(given->text));
    if (parsed)
        into = std::move(*parsed);
    else
        m_error = std::move(parsed.error()).in(given->place);
}

template<typename Use>
void OptionReader::apply(OptionId id, Use &&use)
{
    const OptionValue *given = m_values.find(id);
    if (!given || m_error)
        return;
    if (Result<void> used = use(QByteArrayView(given->text)); !used)
        m_error = std::move(used.error()).in(given->place);
}

template<typename Value, typename Parse>
void OptionReader::readAll(OptionId id, std::vector<Value> &into, Parse &&parse)
{
    for (const OptionValue *given : m_values.findAll(id)) {
        if (m_error)
            return;
        auto parsed = parse(QByteArrayView(given->text));
        if (parsed)
            into.push_back(std::move(*parsed));
        else
            m_error = std::move(parsed.error()).in(given->place);
    }
}

} // namespace prun
