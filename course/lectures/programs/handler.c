/* handler: reports each SIGUSR1 as it comes, and on SIGTERM how many there were.
 *
 * Its handler does what a handler may: it sets a flag of the one type that is made for this, calls
 * write(), which is on the list of signal-safety(7), and leaves errno as it was. Everything else is
 * done by main(), which lets signals in at one place only, sigsuspend(), and so loses none.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t usr1s, has_term;

static void on_signal(int number)
{
    static const char note[] = "in the handler\n";
    int before = errno; /* write() may change it under the feet of whom we interrupted */
    if (number == SIGTERM)
        has_term = 1;
    else if (write(STDOUT_FILENO, note, sizeof note - 1) != -1)
        usr1s++;
    errno = before;
}

static void check(int result, const char *call)
{
    if (result == -1) {
        perror(call);
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    sigset_t ours, before;
    sigemptyset(&ours);
    sigaddset(&ours, SIGUSR1);
    sigaddset(&ours, SIGTERM);
    check(sigprocmask(SIG_BLOCK, &ours, &before), "sigprocmask");

    struct sigaction action = {.sa_handler = on_signal, .sa_mask = ours};
    check(sigaction(SIGUSR1, &action, NULL), "sigaction");
    check(sigaction(SIGTERM, &action, NULL), "sigaction");

    while (!has_term)        /* here they are blocked … */
        sigsuspend(&before); /* … and only here they are not, in one step with the waiting */
    printf("%d in all\n", (int)usr1s);
}
