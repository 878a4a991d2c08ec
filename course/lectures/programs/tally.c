/* Lecture 11: add to a number in shared memory, without a lock, and lose nothing.

       tally NAME TIMES

   The number is the first eight bytes of the object. One instruction of the processor reads it,
   adds, and writes it back, and nobody comes between. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "else a lock inside of this process would be used");

int main(int argc, char *argv[])
{
    if (argc != 3) {
        fprintf(stderr, "usage: tally NAME TIMES\n");
        return 1;
    }
    int fd = shm_open(argv[1], O_RDWR, 0);
    if (fd == -1) {
        perror("shm_open");
        return 1;
    }
    _Atomic int64_t *total =
        mmap(NULL, sizeof *total, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (total == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    for (long left = atol(argv[2]); left > 0; left--)
        atomic_fetch_add(total, 1);
    return 0;
}
