/* eintr [restart]: waits in read() on its standard input, with a handler for SIGUSR1.
 *
 * Says what read() gave. With an argument, interrupted calls are restarted (SA_RESTART).
 */
#define _POSIX_C_SOURCE 200809L

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t signals;

static void count(int number)
{
    (void)number;
    signals++;
}

int main(int argc, char *argv[])
{
    (void)argv;
    struct sigaction action = {.sa_handler = count};
    if (argc > 1)
        action.sa_flags = SA_RESTART;
    if (sigaction(SIGUSR1, &action, NULL) == -1) {
        perror("sigaction");
        return EXIT_FAILURE;
    }

    char data[100];
    ssize_t size = read(STDIN_FILENO, data, sizeof data);
    if (size == -1)
        perror("read");
    else
        printf("read: %zd bytes\n", size);
    printf("handled: %d signal(s)\n", (int)signals);
}
