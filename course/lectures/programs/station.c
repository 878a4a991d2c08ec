/* Lecture 11: the board of a weather station, in shared memory, for programs of any language.

       station NAME make     make the board, and remove its name in the end
       station NAME open     find one that somebody else has made

   Each line of standard input is a temperature. The program prints what the board holds, and then
   puts the new reading there. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct board {
    char magic[4];  /* "STN1": written last, so whoever finds it finds all the rest */
    bool is_on;
    uint32_t count; /* of readings */
    double celsius; /* the last one */
    char place[12]; /* UTF-8, ended by a zero */
};

static const char MAGIC[4] = {'S', 'T', 'N', '1'};

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static struct board *map(int fd)
{
    void *at = mmap(NULL, sizeof(struct board), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED)
        fail("mmap");
    close(fd); /* the mapping stays */
    return at;
}

static struct board *make_board(const char *name)
{
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (fd == -1)
        fail("shm_open");
    if (ftruncate(fd, sizeof(struct board)) == -1) {
        perror("ftruncate");
        shm_unlink(name); /* what is half made, nobody shall find */
        exit(1);
    }
    struct board *board = map(fd);
    board->is_on = true;
    strcpy(board->place, "Genève");
    atomic_thread_fence(memory_order_release);
    memcpy(board->magic, MAGIC, sizeof MAGIC);
    return board;
}

static struct board *open_board(const char *name)
{
    int fd = shm_open(name, O_RDWR, 0);
    if (fd == -1)
        fail("shm_open");
    struct stat about;
    if (fstat(fd, &about) == -1)
        fail("fstat");
    if (about.st_size < (off_t)sizeof(struct board)) {
        fprintf(stderr, "station: too small for a board\n");
        exit(1);
    }
    struct board *board = map(fd);
    if (memcmp(board->magic, MAGIC, sizeof MAGIC) != 0) {
        fprintf(stderr, "station: no board of ours, or not ready\n");
        exit(1);
    }
    atomic_thread_fence(memory_order_acquire);
    return board;
}

static void print_layout(void)
{
    printf("magic %zu, is_on %zu, count %zu, celsius %zu, place %zu; %zu bytes in all\n",
           offsetof(struct board, magic), offsetof(struct board, is_on),
           offsetof(struct board, count), offsetof(struct board, celsius),
           offsetof(struct board, place), sizeof(struct board));
}

int main(int argc, char *argv[])
{
    if (argc != 3 || (strcmp(argv[2], "make") != 0 && strcmp(argv[2], "open") != 0)) {
        fprintf(stderr, "usage: station NAME make|open\n");
        return 1;
    }
    bool is_mine = strcmp(argv[2], "make") == 0;
    struct board *board = is_mine ? make_board(argv[1]) : open_board(argv[1]);
    print_layout();
    char line[100];
    while (fgets(line, sizeof line, stdin) != NULL) {
        printf("%.*s: reading %u was %.1f\n", (int)sizeof board->place, board->place,
               (unsigned)board->count, board->celsius);
        board->celsius = strtod(line, NULL);
        board->count += 1;
    }
    munmap(board, sizeof *board);
    if (is_mine)
        shm_unlink(argv[1]);
    return 0;
}
