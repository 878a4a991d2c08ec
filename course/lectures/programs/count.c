/* count: reads standard input to its end and says how much that was, as `wc -lc` does. */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    static char buffer[1 << 16];
    unsigned long long bytes = 0, lines = 0;
    for (;;) {
        ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
        if (got == -1 && errno == EINTR)
            continue; /* a signal came first; nothing is lost */
        if (got == -1) {
            perror("read");
            return EXIT_FAILURE;
        }
        if (got == 0) /* the end: no write end is open any more */
            break;
        bytes += (unsigned long long)got;
        for (ssize_t at = 0; at < got; at++)
            lines += buffer[at] == '\n';
    }
    if (printf("%llu bytes, %llu lines\n", bytes, lines) < 0 || fflush(stdout) == EOF) {
        perror("standard output");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
