// SPDX-License-Identifier: MIT
#include <app/option_values.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

struct Exclusion
{
    OptionId one;
    OptionId other;
    const char *hint; ///< or null
};

constexpr std::array exclusions{
    Exclusion{ OptionId::MaxProcesses, OptionId::Sequence, "--sequence runs one at a time" },
    Exclusion{ OptionId::Raw, OptionId::Group, nullptr },
    Exclusion{ OptionId::Raw, OptionId::Formatter, nullptr },
    Exclusion{ OptionId::Raw, OptionId::LogDirectory, "with --raw prun does not see the output" },
    Exclusion{ OptionId::Group, OptionId::Formatter,
               "--group is --formatter group; --group=finish is --formatter group:order=finish" },
    Exclusion{ OptionId::Quiet, OptionId::Verbose, nullptr },
    Exclusion{ OptionId::OnFailure, OptionId::KillOthersOnFail,
               "--kill-others-on-fail is --on-failure=kill" },
    Exclusion{ OptionId::HandleInput, OptionId::Tty, "both read the input of prun" },
    Exclusion{ OptionId::StopTimeout, OptionId::KillTimeout, "they mean the same" },
    Exclusion{ OptionId::CanDie, OptionId::AnyCanDie, nullptr },
    Exclusion{ OptionId::Exec, OptionId::Check, nullptr },
    Exclusion{ OptionId::Exec, OptionId::Formation, nullptr },
};

bool isFromEnvironment(const OptionValue &value)
{
    return value.source == OptionValue::Source::Environment;
}

} // namespace

const OptionValue *OptionValues::find(OptionId id) const
{
    const auto last = std::find_if(m_values.rbegin(), m_values.rend(),
                                   [&](const OptionValue &value) { return value.id == id; });
    return last == m_values.rend() || last->off ? nullptr : &*last;
}

std::vector<const OptionValue *> OptionValues::findAll(OptionId id) const
{
    std::vector<const OptionValue *> found;
    for (const OptionValue &value : m_values) {
        if (value.id == id)
            found.push_back(&value);
    }
    return found;
}

void OptionValues::letCommandLineWin(bool hasCommands)
{
    const auto onCommandLine = [this](OptionId id, bool onlyIfOn) {
        return std::any_of(m_values.begin(), m_values.end(), [&](const OptionValue &value) {
            return value.id == id && !isFromEnvironment(value) && !(onlyIfOn && value.off);
        });
    };
    const auto overruled = [&](const OptionValue &value) {
        if (!isFromEnvironment(value))
            return false;
        if (onCommandLine(value.id, false) || (hasCommands && value.id == OptionId::File))
            return true;
        return std::any_of(exclusions.begin(), exclusions.end(), [&](const Exclusion &exclusion) {
            return (exclusion.one == value.id && onCommandLine(exclusion.other, true))
                || (exclusion.other == value.id && onCommandLine(exclusion.one, true));
        });
    };
    std::vector<OptionValue> kept;
    for (const OptionValue &value : m_values) {
        if (!overruled(value))
            kept.push_back(value);
    }
    m_values = std::move(kept);
}

Result<void> OptionValues::checkConflicts() const
{
    for (const Exclusion &exclusion : exclusions) {
        const OptionValue *one = find(exclusion.one);
        const OptionValue *other = find(exclusion.other);
        if (!one || !other)
            continue;
        Error error(Error::Code::Usage,
                    u"%1 and %2 exclude each other"_s.arg(one->place, other->place));
        return exclusion.hint ? std::move(error).hint(QString::fromUtf8(exclusion.hint)) : error;
    }
    return {};
}

} // namespace prun
