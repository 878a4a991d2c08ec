/* numbers [ignore]: writes 1, 2, 3, … to standard output, a line each, for as long as somebody
 * reads them. With "ignore", SIGPIPE is ignored, and the end is an error like any other. */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* write() may take less than it is given: go on from there. */
static bool write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t taken = write(fd, data, size);
        if (taken == -1 && errno == EINTR)
            continue; /* a signal came first; nothing is lost */
        if (taken == -1)
            return false;
        data += taken;
        size -= (size_t)taken;
    }
    return true;
}

int main(int argc, char *argv[])
{
    (void)argv;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (argc > 1 && sigaction(SIGPIPE, &ignore, NULL) == -1) {
        perror("sigaction");
        return EXIT_FAILURE;
    }
    for (unsigned long number = 1;; number++) {
        char line[32];
        int length = snprintf(line, sizeof line, "%lu\n", number);
        if (!write_all(STDOUT_FILENO, line, (size_t)length)) {
            perror("write");
            return EXIT_FAILURE;
        }
    }
}
