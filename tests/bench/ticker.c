// SPDX-License-Identifier: MIT
// Prints a line that can be checked every 100 ms: `ticker ID COUNT`. The pace is kept by an
// absolute clock, so that a slow reader shows as late lines and not as fewer.
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: ticker ID COUNT\n");
        return 2;
    }
    const int count = atoi(argv[2]);
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (int line = 0; line < count; ++line) {
        printf("tick %s %d the quick brown fox jumps over the lazy dog\n", argv[1], line);
        if (fflush(stdout) != 0)
            return 1;
        next.tv_nsec += 100000000;
        if (next.tv_nsec >= 1000000000) {
            next.tv_nsec -= 1000000000;
            ++next.tv_sec;
        }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    return 0;
}
