/* letter KEY TYPE: takes one letter of this type out of a System V queue, and prints it.
 *
 * 0 is the first letter of any type; -N the one with the lowest type, N or less. It waits until
 * there is one. A letter that is too long stays where it is: refused, with status 1.
 */
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>

enum { LONGEST = 1024 };

struct letter {
    long type;
    char text[LONGEST]; /* not more than this counts as the size */
};

int main(int argc, char *argv[])
{
    if (argc != 3) {
        fputs("usage: letter KEY TYPE\n", stderr);
        return EXIT_FAILURE;
    }
    key_t key = (key_t)strtol(argv[1], NULL, 0);
    long wanted = strtol(argv[2], NULL, 10);

    int box = msgget(key, 0);
    if (box == -1) {
        perror("msgget");
        return EXIT_FAILURE;
    }
    struct letter letter;
    ssize_t size;
    do
        size = msgrcv(box, &letter, sizeof letter.text, wanted, 0);
    while (size == -1 && errno == EINTR); /* even with SA_RESTART */
    if (size == -1) {
        perror("msgrcv");
        return EXIT_FAILURE;
    }
    printf("type %ld: %.*s\n", letter.type, (int)size, letter.text);
    return EXIT_SUCCESS;
}
