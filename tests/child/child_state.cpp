// SPDX-License-Identifier: MIT
#include "behaviours.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace {

// print-arguments WORDS…: each in hexadecimal on a line
int printArguments(Words words)
{
    std::string text;
    for (const char *word : words) {
        for (const char *byte = word; *byte != '\0'; ++byte) {
            char hex[3];
            std::snprintf(hex, sizeof hex, "%02x", static_cast<unsigned>(*byte) & 0xff);
            text += hex;
        }
        text += '\n';
    }
    writeAll(STDOUT_FILENO, text);
    return 0;
}

// print-environment NAME
int printEnvironment(Words words)
{
    const char *value = std::getenv(words[0]);
    writeAll(STDOUT_FILENO, value ? std::string(value) + '\n' : "not set\n");
    return 0;
}

// print-signal-state: the masks of blocked and ignored signals, as /proc shows them
int printSignalState(Words)
{
    std::ifstream status("/proc/self/status");
    std::string text;
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("SigBlk:") || line.starts_with("SigIgn:"))
            text += line.substr(0, 6) + ' ' + line.substr(8) + '\n';
    }
    writeAll(STDOUT_FILENO, text);
    return 0;
}

// print-descriptors: the numbers of those that are open
int printDescriptors(Words)
{
    std::string text;
    for (int descriptor = 0; descriptor < 4096; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) != -1)
            text += std::to_string(descriptor) + ' ';
    }
    writeAll(STDOUT_FILENO, text + '\n');
    return 0;
}

// print-descriptor-limit: the soft one
int printDescriptorLimit(Words)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    writeAll(STDOUT_FILENO, std::to_string(limit.rlim_cur) + '\n');
    return 0;
}

// print-group: own process, its group, its parent
int printGroup(Words)
{
    writeAll(STDOUT_FILENO,
             std::to_string(::getpid()) + ' ' + std::to_string(::getpgrp()) + ' '
                 + std::to_string(::getppid()) + '\n');
    return 0;
}

// print-folder
int printFolder(Words)
{
    char buffer[4096];
    const char *folder = ::getcwd(buffer, sizeof buffer);
    writeAll(STDOUT_FILENO, std::string(folder ? folder : "unknown") + '\n');
    return 0;
}

constexpr Behaviour all[] = {
    { "print-arguments", 0, printArguments },
    { "print-environment", 1, printEnvironment },
    { "print-signal-state", 0, printSignalState },
    { "print-descriptors", 0, printDescriptors },
    { "print-descriptor-limit", 0, printDescriptorLimit },
    { "print-group", 0, printGroup },
    { "print-folder", 0, printFolder },
};

} // namespace

std::span<const Behaviour> stateBehaviours()
{
    return all;
}
