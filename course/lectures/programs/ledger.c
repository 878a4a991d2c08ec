/* ledger: two accounts in shared memory, under a robust mutex that processes share.
 *
 *     ledger make NAME       the object must be there, and of the size that `layout` tells
 *     ledger move NAME AMOUNT
 *     ledger die NAME AMOUNT     is killed in the middle of it, with the mutex in hand
 *     ledger layout
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct ledger {
    pthread_mutex_t mutex;
    int64_t total; /* what both accounts hold, whenever nobody has the mutex */
    int64_t accounts[2];
};

static void check(int error, const char *call)
{
    if (error) {
        fprintf(stderr, "%s: %s\n", call, strerror(error));
        exit(EXIT_FAILURE);
    }
}

static struct ledger *ledger_at(const char *name)
{
    int fd = shm_open(name, O_RDWR, 0);
    if (fd == -1)
        check(errno, "shm_open");
    if (lseek(fd, 0, SEEK_END) != sizeof(struct ledger)) {
        fprintf(stderr, "%s: no ledger\n", name);
        exit(EXIT_FAILURE);
    }
    void *at = mmap(NULL, sizeof(struct ledger), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED)
        check(errno, "mmap");
    close(fd);
    return at;
}

static void make(struct ledger *ledger)
{
    pthread_mutexattr_t attributes;
    check(pthread_mutexattr_init(&attributes), "pthread_mutexattr_init");
    check(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED), "setpshared");
    check(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), "setrobust");
    check(pthread_mutex_init(&ledger->mutex, &attributes), "pthread_mutex_init");
    pthread_mutexattr_destroy(&attributes);
    ledger->accounts[0] = ledger->total = 100;
}

static void lock(struct ledger *ledger)
{
    int error = pthread_mutex_lock(&ledger->mutex);
    if (error == EOWNERDEAD) { /* we have it, and what it guards may be half done */
        ledger->accounts[1] = ledger->total - ledger->accounts[0];
        error = pthread_mutex_consistent(&ledger->mutex);
        puts("the last owner died: mended");
    }
    check(error, "pthread_mutex_lock");
}

static void move(struct ledger *ledger, int64_t amount, int dies)
{
    lock(ledger);
    ledger->accounts[0] -= amount;
    if (dies)
        raise(SIGKILL);
    ledger->accounts[1] += amount;
    printf("%" PRId64 " + %" PRId64 "\n", ledger->accounts[0], ledger->accounts[1]);
    check(pthread_mutex_unlock(&ledger->mutex), "pthread_mutex_unlock");
}

static int64_t amount_of(const char *digits)
{
    char *end;
    errno = 0;
    long long amount = strtoll(digits, &end, 10);
    if (errno || end == digits || *end || amount < -1000 || amount > 1000) {
        fprintf(stderr, "%s: no amount\n", digits);
        exit(EXIT_FAILURE);
    }
    return amount;
}

int main(int argc, char *argv[])
{
    const char *word = argc > 1 ? argv[1] : "";
    if (argc == 2 && strcmp(word, "layout") == 0)
        printf("mutex 0, total %zu, accounts %zu; %zu bytes in all\n",
               offsetof(struct ledger, total), offsetof(struct ledger, accounts),
               sizeof(struct ledger));
    else if (argc == 3 && strcmp(word, "make") == 0)
        make(ledger_at(argv[2]));
    else if (argc == 4 && (strcmp(word, "move") == 0 || strcmp(word, "die") == 0))
        move(ledger_at(argv[2]), amount_of(argv[3]), strcmp(word, "die") == 0);
    else {
        fprintf(stderr, "usage: %s layout | make NAME | move|die NAME AMOUNT\n", argv[0]);
        return EXIT_FAILURE;
    }
}
