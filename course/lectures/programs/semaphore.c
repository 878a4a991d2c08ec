/* semaphore: one call on a named semaphore, and what came of it.
 *
 *     semaphore make NAME VALUE      semaphore wait NAME      semaphore try NAME
 *     semaphore post NAME            semaphore value NAME     semaphore unlink NAME
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failed(const char *call)
{
    perror(call);
    return EXIT_FAILURE;
}

static int make(const char *name, const char *digits)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(digits, &end, 10);
    if (errno || end == digits || *end || *digits == '-' || value > (unsigned)-1) {
        fprintf(stderr, "%s: no value for a semaphore\n", digits);
        return EXIT_FAILURE;
    }
    sem_t *sem = sem_open(name, O_CREAT | O_EXCL, 0600, (unsigned)value);
    if (sem == SEM_FAILED)
        return failed("sem_open");
    puts("made");
    return sem_close(sem);
}

static int wait_for(sem_t *sem)
{
    while (sem_wait(sem) == -1)
        if (errno != EINTR) /* a signal has come; the number has not */
            return failed("sem_wait");
    puts("taken");
    return EXIT_SUCCESS;
}

static int try(sem_t *sem)
{
    if (sem_trywait(sem) == -1)
        return failed("sem_trywait");
    puts("taken");
    return EXIT_SUCCESS;
}

static int post(sem_t *sem)
{
    if (sem_post(sem) == -1)
        return failed("sem_post");
    puts("posted");
    return EXIT_SUCCESS;
}

static int tell(sem_t *sem)
{
    int value;
    if (sem_getvalue(sem, &value) == -1)
        return failed("sem_getvalue");
    printf("value %d\n", value);
    return EXIT_SUCCESS;
}

static const struct {
    const char *word;
    int (*act)(sem_t *);
} ACTS[] = {{"wait", wait_for}, {"try", try}, {"post", post}, {"value", tell}};

int main(int argc, char *argv[])
{
    if (argc == 4 && strcmp(argv[1], "make") == 0)
        return make(argv[2], argv[3]);
    if (argc == 3 && strcmp(argv[1], "unlink") == 0)
        return sem_unlink(argv[2]) == -1 ? failed("sem_unlink") : EXIT_SUCCESS;

    for (size_t at = 0; argc == 3 && at < sizeof ACTS / sizeof *ACTS; at++) {
        if (strcmp(argv[1], ACTS[at].word) != 0)
            continue;
        sem_t *sem = sem_open(argv[2], 0);
        return sem == SEM_FAILED ? failed("sem_open") : ACTS[at].act(sem);
    }
    fprintf(stderr, "usage: %s make NAME VALUE | wait|try|post|value|unlink NAME\n", argv[0]);
    return EXIT_FAILURE;
}
