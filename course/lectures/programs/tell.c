/* tell PATH WORD…: writes the words, as one line, to whoever reads the FIFO at PATH.
 *
 * One record is one write() of at most PIPE_BUF bytes, which no other writer can tear apart.
 * Nobody reads it, it is no FIFO, the line is too long: refused, in words, with status 1.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static _Noreturn void refuse(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

/* The words with a space between them and a newline behind: how many bytes. */
static size_t join(char line[static PIPE_BUF], char *words[])
{
    size_t size = 0;
    for (; *words != NULL; words++) {
        size_t length = strlen(*words);
        if (length + 1 > PIPE_BUF - size)
            refuse("tell", "more than PIPE_BUF bytes");
        memcpy(line + size, *words, length);
        size += length;
        line[size++] = words[1] != NULL ? ' ' : '\n';
    }
    return size;
}

/* With O_NONBLOCK, open() does not wait for a reader: it fails with ENXIO if there is none. */
static int open_fifo(const char *path)
{
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd == -1)
        refuse(path, errno == ENXIO ? "nobody reads it" : strerror(errno));
    struct stat what;
    if (fstat(fd, &what) == -1)
        refuse(path, strerror(errno));
    if (!S_ISFIFO(what.st_mode))
        refuse(path, "is no FIFO");
    if (fcntl(fd, F_SETFL, O_WRONLY) == -1) /* from here on, wait for room */
        refuse(path, strerror(errno));
    return fd;
}

int main(int argc, char *argv[])
{
    if (argc < 3)
        refuse("usage", "tell PATH WORD…");
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (sigaction(SIGPIPE, &ignore, NULL) == -1)
        refuse("sigaction", strerror(errno));

    char line[PIPE_BUF];
    size_t size = join(line, argv + 2);
    int fd = open_fifo(argv[1]);
    ssize_t taken;
    do
        taken = write(fd, line, size); /* all of it or, with -1, nothing */
    while (taken == -1 && errno == EINTR);
    if (taken == -1)
        refuse(argv[1], strerror(errno));
    return EXIT_SUCCESS;
}
