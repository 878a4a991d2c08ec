/* pipeline PROGRAM [WORD…] '|' PROGRAM [WORD…]: runs both at once, the output of the first being the
 * input of the second, and exits with the status of the second, as a shell does. */
#define _GNU_SOURCE /* pipe2 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_FOUND = 127, BY_SIGNAL = 128 };

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* Starts a program whose descriptor `number` (0 or 1) is this end of the pipe. */
static pid_t start(char *words[], int end, int number)
{
    pid_t child = fork();
    if (child == -1)
        die("fork");
    if (child > 0)
        return child;
    /* dup2() of a number onto itself would leave FD_CLOEXEC set. It cannot come to that: main()
     * has seen to it that both ends are above 2. */
    if (dup2(end, number) == -1) {
        perror("dup2");
        _exit(EXIT_FAILURE);
    }
    execvp(words[0], words); /* closes both ends, which are close-on-exec; the copy stays */
    perror(words[0]);        /* execvp() comes back only if it failed */
    _exit(NOT_FOUND);
}

static int status_of(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) == -1)
        if (errno != EINTR)
            die("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : BY_SIGNAL + WTERMSIG(status);
}

/* Standard input, output and error are open, be it on /dev/null: a pipe then gets other numbers. */
static void open_standard(void)
{
    int fd;
    do {
        fd = open("/dev/null", O_RDWR);
        if (fd == -1)
            die("/dev/null");
    } while (fd <= STDERR_FILENO);
    if (close(fd) == -1)
        die("close");
}

static char **right_of_bar(int argc, char *argv[])
{
    for (int at = 2; at < argc - 1; at++)
        if (strcmp(argv[at], "|") == 0) {
            argv[at] = NULL; /* here the words of the first program end */
            return argv + at + 1;
        }
    fprintf(stderr, "usage: %s PROGRAM [WORD…] '|' PROGRAM [WORD…]\n", argv[0]);
    exit(EXIT_FAILURE);
}

int main(int argc, char *argv[])
{
    char **right = right_of_bar(argc, argv);
    open_standard();
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) == -1)
        die("pipe2");
    pid_t first = start(argv + 1, ends[1], STDOUT_FILENO);
    pid_t second = start(right, ends[0], STDIN_FILENO);
    close(ends[0]); /* else the first would never get SIGPIPE … */
    close(ends[1]); /* … and the second never its end */
    status_of(first);
    return status_of(second);
}
