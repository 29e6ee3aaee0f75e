// SPDX-License-Identifier: MIT
// The least that a program can do to run a command N times, two at a time: posix_spawn and wait,
// no output, no report. `spawn_loop N PROGRAM`.
#define _POSIX_C_SOURCE 200809L
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: spawn_loop N PROGRAM\n");
        return 2;
    }
    const int wanted = atoi(argv[1]);
    char *const child[] = { argv[2], NULL };
    int started = 0;
    int running = 0;
    int failed = 0;
    while (started < wanted || running > 0) {
        if (started < wanted && running < 2) {
            pid_t pid;
            if (posix_spawn(&pid, argv[2], NULL, NULL, child, environ) != 0) {
                perror("posix_spawn");
                return 1;
            }
            ++started;
            ++running;
            continue;
        }
        int status;
        if (wait(&status) < 0) {
            perror("wait");
            return 1;
        }
        --running;
        failed += status != 0;
    }
    return failed != 0;
}
