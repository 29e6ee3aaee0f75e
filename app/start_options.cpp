// SPDX-License-Identifier: MIT
#include <app/start_options.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace prun {

namespace {

using enum OptionId;
using enum OptionArgument;
using enum OptionVariable;
using G = OptionGroup;

// clang-format off
constexpr OptionInfo own[] = {
    { OptionId::Procfile, G::Surroundings, "procfile", "f", "", Required, "FILE", false, OfThisRun,
      "Read this file (Procfile). Its folder is where the processes run.", "" },
    { OptionId::Root, G::Surroundings, "root", "d", "", Required, "DIR", false, OfThisRun,
      "Run the processes in this folder; Procfile and .env are there, too, unless -f and -e say "
      "otherwise.", "" },
    { OptionId::DotEnvironment, G::Surroundings, "env", "e", "env-file", Required, "FILE,…", false, Never,
      "Read variables from these files instead of .env; later ones win.",
      "Values may be quoted; ${NAME}, ${NAME:-x} and ${NAME-x} are replaced outside of '…'; # begins a "
      "comment." },
    { OptionId::Exec, G::Surroundings, "exec", "", "", Required, "CMD", false, Never,
      "Run only this command, with the variables of .env, on prun's own terminal; or the one process "
      "of that name.", "" },
    { OptionId::Check, G::Surroundings, "check", "", "", Flag, "", false, Never,
      "Say whether Procfile, .env and options are right; start nothing.", "" },

    { OptionId::Formation, G::HowMany, "formation", "m", "", Required, "all=1,web=2", false, OfThisRun,
      "How many processes of which type; without all only those that are named. Default: all=1.", "" },
    { OptionId::Port, G::HowMany, "port", "p", "", Required, "N", false, OfThisRun,
      "The first PORT (that of .env, else of the environment, else 5000). Each type has 100 of them, "
      "in the order of the Procfile.", "" },

    { OptionId::Timestamp, G::Labels, "timestamp", "", "", Flag, "", false, Inherited,
      "Show the time before each line (yes).", "" },
    { OptionId::Color, G::Output, "color", "c", "", OptionArgument::Optional, "auto|always|never", false, Inherited,
      "Colours. Default: auto, which means on a terminal; without a value: always.", "" },

    { OptionId::StopTimeout, G::Stopping, "timeout", "t", "", Required, "DUR", false, Never,
      "From SIGTERM until SIGKILL (5s).", "" },
    { OptionId::CanDie, G::Stopping, "can-die", "", "", Required, "A,B,…", false, OfThisRun,
      "When one of these ends, the others go on.", "" },
    { OptionId::AnyCanDie, G::Stopping, "any-can-die", "", "", Flag, "", false, OfThisRun,
      "Whichever ends, the others go on; prun then exits with the code of the first that failed.", "" },
    { OptionId::Restart, G::Retrying, "restart", "", "", OptionArgument::Optional, "A,B,…", false, OfThisRun,
      "Start all of them, or these, again whenever they end.", "" },
};
// clang-format on

// What else there is, group by group as --help shows them.
constexpr OptionId native[] = {
    Delay,
    TimestampFormat,
    PrefixColors,
    OptionId::Formatter,
    Report,
    LogDirectory,
    Hide,
    NoColor,
    Quiet,
    Verbose,
    KillSignal,
    KillTimeout,
    Deadline,
    OptionId::Teardown,
    OptionId::Leftovers,
    LeakTimeout,
    RestartAfter,
    HandleInput,
    DefaultInputTarget,
    Tty,
    OptionId::Shell,
    Hook,
    PluginPath,
    OptionId::DryRun,
    Help,
    Version,
};

struct OwnHelp
{
    OptionId id;
    std::string_view help;
};
constexpr OwnHelp ownHelp[] = {
    { TimestampFormat, "Of the time, in Unicode patterns (HH:mm:ss)." },
    { PrefixColors, "Colours of times and names, process after process; the last one repeats." },
    { OptionId::Formatter,
      "How the run is shown; \"prun plugins\" lists what there is. Default: "
      "foreman." },
    { Hide, "Show nothing of these processes: web.1, worker.2." },
    { RestartAfter, "Wait before that: 1s, 2s, 4s, … (exponential, the default), or so long." },
    { DefaultInputTarget, "The process that gets all other lines (the first)." },
    { HandleInput, "Pass lines of the input on to processes: \"web.1:text\"." },
};

// foreman's letters are its own; these mean the same everywhere.
bool keepsLetter(OptionId id)
{
    return id == Quiet || id == Verbose || id == HandleInput || id == Help || id == Version;
}

// Where a group stands in --help: what is run comes first.
int rankOf(const OptionInfo &option)
{
    return option.group == G::Surroundings ? -1 : static_cast<int>(option.group);
}

std::vector<OptionInfo> makeTable()
{
    std::vector<OptionInfo> table(std::begin(own), std::end(own));
    for (const OptionId id : native) {
        OptionInfo option = optionInfo(id);
        if (!keepsLetter(id))
            option.letters = {};
        for (const OwnHelp &text : ownHelp)
            option.help = text.id == id ? text.help : option.help;
        table.push_back(option);
    }
    std::stable_sort(table.begin(), table.end(), [](const OptionInfo &a, const OptionInfo &b) {
        return rankOf(a) < rankOf(b);
    });
    return table;
}

} // namespace

OptionTable startOptionTable()
{
    static const std::vector<OptionInfo> table = makeTable();
    return table;
}

} // namespace prun
