// SPDX-License-Identifier: MIT
#include "behaviours.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <unistd.h>

namespace {

void sleepMilliseconds(long milliseconds)
{
    timespec time{ milliseconds / 1000, (milliseconds % 1000) * 1'000'000 };
    while (::nanosleep(&time, &time) != 0)
        continue;
}

// say TEXT: a line
int say(Words words)
{
    writeAll(STDOUT_FILENO, std::string(words[0]) + '\n');
    return 0;
}

// complain TEXT: a line on standard error
int complain(Words words)
{
    writeAll(STDERR_FILENO, std::string(words[0]) + '\n');
    return 0;
}

// line-without-newline TEXT
int lineWithoutNewline(Words words)
{
    writeAll(STDOUT_FILENO, words[0]);
    return 0;
}

// spew BYTES: as many, `x` and newlines
int spew(Words words)
{
    std::string block;
    while (block.size() < 65536)
        block += std::string(63, 'x') + '\n';
    for (long left = numberOf(words[0]); left > 0;) {
        const auto part = std::min<std::size_t>(block.size(), static_cast<std::size_t>(left));
        writeAll(STDOUT_FILENO, block.substr(0, part));
        left -= static_cast<long>(part);
    }
    return 0;
}

// lines COUNT: numbered
int lines(Words words)
{
    std::string text;
    for (long i = 1; i <= numberOf(words[0]); ++i) {
        text += "line " + std::to_string(i) + '\n';
        if (text.size() > 60000) {
            writeAll(STDOUT_FILENO, text);
            text.clear();
        }
    }
    writeAll(STDOUT_FILENO, text);
    return 0;
}

// bytes-slowly MS TEXT: one byte at a time
int bytesSlowly(Words words)
{
    for (const char *byte = words[1]; *byte != '\0'; ++byte) {
        writeAll(STDOUT_FILENO, std::string(1, *byte));
        sleepMilliseconds(numberOf(words[0]));
    }
    return 0;
}

// write-every MS COUNT: numbered lines
int writeEvery(Words words)
{
    for (long i = 1; i <= numberOf(words[1]); ++i) {
        writeAll(STDOUT_FILENO, "tick " + std::to_string(i) + '\n');
        sleepMilliseconds(numberOf(words[0]));
    }
    return 0;
}

// close-stdout
int closeStdout(Words)
{
    ::close(STDOUT_FILENO);
    return 0;
}

// read-stdin: says how many bytes came until the end
int readStdin(Words)
{
    char buffer[65536];
    long total = 0;
    for (ssize_t count = 1; count > 0;) {
        count = ::read(STDIN_FILENO, buffer, sizeof buffer);
        total += count > 0 ? count : 0;
    }
    writeAll(STDOUT_FILENO, std::to_string(total) + '\n');
    return 0;
}

// sleep MS
int sleepFor(Words words)
{
    sleepMilliseconds(numberOf(words[0]));
    return 0;
}

constexpr Behaviour all[] = {
    { "say", 1, say },
    { "complain", 1, complain },
    { "line-without-newline", 1, lineWithoutNewline },
    { "spew", 1, spew },
    { "lines", 1, lines },
    { "bytes-slowly", 2, bytesSlowly },
    { "write-every", 2, writeEvery },
    { "close-stdout", 0, closeStdout },
    { "read-stdin", 0, readStdin },
    { "sleep", 1, sleepFor },
};

} // namespace

std::span<const Behaviour> outputBehaviours()
{
    return all;
}
