// SPDX-License-Identifier: MIT
#include <app/start_options.h>

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
constexpr BorrowedOption borrowed[] = {
    { Delay },
    { TimestampFormat, "Of the time, in Unicode patterns (HH:mm:ss)." },
    { PrefixColors, "Colours of times and names, process after process; the last one repeats." },
    { OptionId::Formatter,
      "How the run is shown; \"prun plugins\" lists what there is. Default: foreman." },
    { Report },
    { LogDirectory },
    { Hide, "Show nothing of these processes: web.1, worker.2." },
    { NoColor },
    { .id = Quiet, .keepsLetters = true },
    { .id = Verbose, .keepsLetters = true },
    { KillSignal },
    { KillTimeout },
    { Deadline },
    { OptionId::Teardown },
    { OptionId::Leftovers },
    { LeakTimeout },
    { RestartAfter, "Wait before that: 1s, 2s, 4s, … (exponential, the default), or so long." },
    { .id = HandleInput,
      .help = "Pass lines of the input on to processes: \"web.1:text\".",
      .keepsLetters = true },
    { DefaultInputTarget, "The process that gets all other lines (the first)." },
    { Tty },
    { OptionId::Shell },
    { Hook },
    { PluginPath },
    { OptionId::DryRun },
    { .id = Help, .keepsLetters = true },
    { .id = Version, .keepsLetters = true },
};

} // namespace

OptionTable startOptionTable()
{
    // What is run comes first. The letters of foreman are its own; those that are kept mean the
    // same everywhere.
    static const std::vector<OptionInfo> table = makeOptionTable(own, borrowed, G::Surroundings);
    return table;
}

} // namespace prun
