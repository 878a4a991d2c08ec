/* post QUEUE PRIORITY WORD…: sends the words, as one message, to a POSIX queue.
 *
 * It waits while the queue is full. No such queue, too long a message, no such priority: refused,
 * in words, with status 1.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1024 };

static _Noreturn void refuse(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

/* The words with a space between them: how many bytes. A message needs no end mark. */
static size_t join(char text[static LONGEST], char *words[])
{
    size_t size = 0;
    for (; *words != NULL; words++) {
        size_t length = strlen(*words);
        if (length + 1 > LONGEST - size)
            refuse("post", strerror(EMSGSIZE));
        memcpy(text + size, *words, length);
        size += length;
        if (words[1] != NULL)
            text[size++] = ' ';
    }
    return size;
}

/* mq_send() takes an unsigned int, and of "-1" or "high" strtoul() would make one. */
static unsigned int priority_of(const char *word)
{
    char *end;
    errno = 0;
    long number = strtol(word, &end, 10);
    if (errno != 0 || end == word || *end != '\0' || number < 0 || number > 32767)
        refuse(word, "is no priority");
    return (unsigned int)number;
}

int main(int argc, char *argv[])
{
    if (argc < 4)
        refuse("usage", "post QUEUE PRIORITY WORD…");
    unsigned int priority = priority_of(argv[2]);
    char text[LONGEST];
    size_t size = join(text, argv + 3);

    mqd_t queue = mq_open(argv[1], O_WRONLY);
    if (queue == (mqd_t)-1)
        refuse("mq_open", strerror(errno));
    int sent;
    do
        sent = mq_send(queue, text, size, priority); /* all of it or, with -1, nothing */
    while (sent == -1 && errno == EINTR);
    if (sent == -1)
        refuse("mq_send", strerror(errno));
    return EXIT_SUCCESS;
}
