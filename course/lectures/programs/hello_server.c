/* hello_server [port]: greets every client that speaks to it, one after the other.
 *
 * A client sends a line; the server answers with the line "Hello from server" and closes.
 * Port 0, the default, lets the kernel choose a free one; standard output says which.
 * Only programs on this machine can connect: the server is bound to the loopback address.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 10, LINE_LIMIT = 1024 };

static const char ANSWER[] = "Hello from server\n";

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* Standard output may be a pipe, which is buffered: flush, or our reader waits for ever. */
static void say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int written = vprintf(format, values);
    va_end(values);
    if (written < 0 || putchar('\n') == EOF || fflush(stdout) == EOF)
        die("standard output");
}

static in_port_t parse_port(const char *text)
{
    char *end;
    errno = 0;
    long port = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || port < 0 || port > 65535) {
        fprintf(stderr, "%s: not a port (0 to 65535)\n", text);
        exit(EXIT_FAILURE);
    }
    return (in_port_t)port;
}

static int open_listener(in_port_t port)
{
    struct sockaddr_in address = {0}; /* zero bytes, and not the digit '0' */
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1) /* 0 would be a descriptor like any other */
        die("socket");
    int yes = 1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1)
        die("setsockopt");
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1)
        die("bind");
    if (listen(listener, BACKLOG) == -1)
        die("listen");
    return listener;
}

static in_port_t port_of(int listener)
{
    struct sockaddr_in address;
    socklen_t size = sizeof address; /* in: the room we have; out: what was filled */
    if (getsockname(listener, (struct sockaddr *)&address, &size) == -1)
        die("getsockname");
    return ntohs(address.sin_port);
}

/* Reads up to a newline, which it removes. False, with errno, if no whole line came:
 * 0 when the stream ended first, EMSGSIZE when the line is too long. */
static bool read_line(int conn, char line[static LINE_LIMIT])
{
    size_t length = 0;
    while (length < LINE_LIMIT) {
        ssize_t got = read(conn, line + length, LINE_LIMIT - length);
        if (got == -1 && errno == EINTR)
            continue; /* a signal came first; nothing is lost */
        if (got == -1)
            return false;
        if (got == 0) {
            errno = 0;
            return false;
        }
        char *newline = memchr(line + length, '\n', (size_t)got);
        if (newline != NULL) {
            *newline = '\0';
            return true;
        }
        length += (size_t)got;
    }
    errno = EMSGSIZE;
    return false;
}

/* write() may take less than it is given: go on from there. */
static bool write_all(int conn, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t taken = write(conn, data, size);
        if (taken == -1 && errno == EINTR)
            continue;
        if (taken == -1)
            return false;
        data += taken;
        size -= (size_t)taken;
    }
    return true;
}

/* One conversation. What goes wrong in it must not end the server. */
static void greet(int conn)
{
    char line[LINE_LIMIT];
    if (!read_line(conn, line)) {
        say("No greeting: %s", errno == 0 ? "the client left" : strerror(errno));
        return;
    }
    say("Received from client: %s", line);
    if (write_all(conn, ANSWER, strlen(ANSWER)))
        say("Response sent to client");
    else
        say("Response not sent: %s", strerror(errno));
}

static void serve(int listener)
{
    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn == -1 && (errno == EINTR || errno == ECONNABORTED))
            continue; /* that client is gone, the next may be there */
        if (conn == -1)
            die("accept");
        greet(conn);
        if (close(conn) == -1)
            perror("close");
    }
}

int main(int argc, char *argv[])
{
    /* Else a write to a client that has gone would kill us without a word. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (sigaction(SIGPIPE, &ignore, NULL) == -1)
        die("sigaction");

    int listener = open_listener(argc > 1 ? parse_port(argv[1]) : 0);
    say("Server is listening on port %u", (unsigned)port_of(listener));
    serve(listener);
}
