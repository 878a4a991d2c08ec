/* Lecture 11: two processes, two flags, and an outcome that no order of their steps explains.

       order ROUNDS relaxed|seq_cst

   In each round one process raises flag 0 and then looks at flag 1; the other raises flag 1 and
   then looks at flag 0. Whoever comes second must see a raised flag. The program counts the rounds
   in which neither saw one. */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE
#include <sched.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    alignas(64) atomic_int flag[2][16]; /* each on a cache line of its own */
    alignas(64) atomic_int saw[2];
    alignas(64) atomic_long arrived;
};

static memory_order order;

static void raise_and_look(struct shared *at, int me)
{
    if (order == memory_order_relaxed) {
        atomic_store_explicit(&at->flag[me][0], 1, memory_order_relaxed);
        at->saw[me] = atomic_load_explicit(&at->flag[1 - me][0], memory_order_relaxed);
    } else {
        atomic_store(&at->flag[me][0], 1);
        at->saw[me] = atomic_load(&at->flag[1 - me][0]);
    }
}

/* Wait until both have come here `times` times. */
static void meet(struct shared *at, long times)
{
    atomic_fetch_add(&at->arrived, 1);
    for (int spins = 0; atomic_load(&at->arrived) < 2 * times; spins++)
        if (spins % 1000 == 999)
            sched_yield(); /* where there is one processor only */
}

static long both_saw_nothing(struct shared *at, int me, long rounds)
{
    long count = 0, meetings = 0;
    for (long round = 0; round < rounds; round++) {
        atomic_store(&at->flag[me][0], 0);
        meet(at, ++meetings);
        raise_and_look(at, me);
        meet(at, ++meetings);
        count += at->saw[0] == 0 && at->saw[1] == 0;
        meet(at, ++meetings);
    }
    return count;
}

int main(int argc, char *argv[])
{
    if (argc != 3 || (strcmp(argv[2], "relaxed") != 0 && strcmp(argv[2], "seq_cst") != 0)) {
        fprintf(stderr, "usage: order ROUNDS relaxed|seq_cst\n");
        return 1;
    }
    order = strcmp(argv[2], "relaxed") == 0 ? memory_order_relaxed : memory_order_seq_cst;
    struct shared *at = mmap(NULL, sizeof *at, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    long rounds = atol(argv[1]);
    pid_t child = fork();
    if (child == -1) {
        perror("fork");
        return 1;
    }
    long count = both_saw_nothing(at, child == 0, rounds);
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    printf("%ld\n", count);
    return 0;
}
