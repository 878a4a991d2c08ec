/* messages: prints the numbers that come with SIGRTMIN, and thanks each sender with SIGUSR1.
 *
 * It has no handler: it blocks its signals and takes them one by one, so it may call printf().
 * SIGTERM ends it.
 */
#define _POSIX_C_SOURCE 200809L

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void check(int result, const char *call)
{
    if (result == -1) {
        perror(call);
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, SIGRTMIN);
    sigaddset(&ours, SIGTERM);
    check(sigprocmask(SIG_BLOCK, &ours, NULL), "sigprocmask");

    for (;;) {
        siginfo_t info;
        int number = sigwaitinfo(&ours, &info);
        check(number, "sigwaitinfo");
        if (number == SIGTERM)
            return EXIT_SUCCESS;
        if (printf("a number: %d\n", info.si_value.sival_int) < 0 || fflush(stdout) == EOF)
            return EXIT_FAILURE;
        check(kill(info.si_pid, SIGUSR1), "kill");
    }
}
