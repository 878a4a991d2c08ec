/* graceful: sends back to each client what it sent, one client after the other, until SIGTERM.
 *
 * SIGTERM is blocked, always: no call is interrupted, and a client that is being served is served
 * to its end. It arrives as something to read, on a signalfd, beside the listener: so there is no
 * handler, no race, and a SIGTERM that comes while we serve is found when we next look.
 * Only programs on this machine can connect; the kernel chooses the port.
 */
#define _GNU_SOURCE /* SOCK_NONBLOCK */

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 10 };

static void check(int result, const char *call)
{
    if (result == -1) {
        perror(call);
        exit(EXIT_FAILURE);
    }
}

static int open_listener(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    check(listener, "socket");
    check(bind(listener, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(listener, BACKLOG), "listen");
    return listener;
}

/* Returns 0 when the client has said all, -1 when it is gone. */
static int serve(int conn)
{
    char data[4096];
    ssize_t size;
    while ((size = recv(conn, data, sizeof data, 0)) > 0) {
        ssize_t sent = 0;
        while (sent < size) {
            ssize_t taken = send(conn, data + sent, (size_t)(size - sent), MSG_NOSIGNAL);
            if (taken == -1)
                return -1;
            sent += taken;
        }
    }
    return (int)size;
}

int main(void)
{
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    check(sigprocmask(SIG_BLOCK, &term, NULL), "sigprocmask");
    int stop = signalfd(-1, &term, SFD_CLOEXEC);
    check(stop, "signalfd");

    int listener = open_listener();
    for (;;) {
        struct pollfd wanted[] = {{.fd = stop, .events = POLLIN}, {.fd = listener, .events = POLLIN}};
        check(poll(wanted, 2, -1), "poll");
        if (wanted[0].revents)
            break; /* asked first: clients that keep coming cannot keep us here */
        int conn = accept(listener, NULL, NULL);
        if (conn == -1)
            continue; /* that client has left already */
        if (serve(conn) == -1)
            perror("a client is gone");
        check(close(conn), "close");
    }
    check(close(listener), "close"); /* from here on, newcomers are refused */
    puts("served all, and stopped");
}
