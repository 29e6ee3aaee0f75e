// SPDX-License-Identifier: MIT
// Behaves as its first word says; see behaviours.h. Several words in a row, separated by "then",
// are done one after the other, until one of them ends the process.
#include "behaviours.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <unistd.h>

long numberOf(const char *word)
{
    char *end = nullptr;
    const long number = std::strtol(word, &end, 10);
    if (*end != '\0' || end == word) {
        std::fprintf(stderr, "prun_test_child: not a number: %s\n", word);
        std::_Exit(99);
    }
    return number;
}

void writeAll(int descriptor, const std::string &bytes)
{
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t count = ::write(descriptor, bytes.data() + done, bytes.size() - done);
        if (count < 0)
            std::_Exit(98);
        done += static_cast<std::size_t>(count);
    }
}

void waitForEver()
{
    for (;;)
        ::pause();
}

namespace {

int perform(Words words)
{
    for (const auto behaviours : { outputBehaviours(), processBehaviours(), stateBehaviours() }) {
        for (const Behaviour &behaviour : behaviours) {
            if (std::strcmp(behaviour.name, words[0]) == 0 && std::ssize(words) > behaviour.words)
                return behaviour.run(words.subspan(1));
        }
    }
    std::fprintf(stderr, "prun_test_child: unknown behaviour or too few words: %s\n", words[0]);
    return 99;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "print-arguments") == 0)
        return perform({ argv + 1, argv + argc });
    int code = 0;
    for (int begin = 1; begin < argc && code == 0;) {
        int end = begin;
        while (end < argc && std::strcmp(argv[end], "then") != 0)
            ++end;
        if (end > begin)
            code = perform({ argv + begin, argv + end });
        begin = end + 1;
    }
    return code;
}
