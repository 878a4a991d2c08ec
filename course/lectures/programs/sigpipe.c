/* sigpipe [ignore]: writes to a socket whose other end has been closed. */
#define _POSIX_C_SOURCE 200809L

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void check(int result, const char *call)
{
    if (result == -1) {
        perror(call);
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char *argv[])
{
    (void)argv;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (argc > 1)
        check(sigaction(SIGPIPE, &ignore, NULL), "sigaction");

    int ends[2];
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
    check(close(ends[0]), "close");
    if (write(ends[1], "hello", 5) == -1)
        perror("write");
    if (puts("still here") == EOF)
        return EXIT_FAILURE;
}
