/* shout QUEUE: answers each request in capital letters, until an empty message comes.
 *
 * A request is "/reply-queue id\ntext", the answer "id\nTEXT", in the queue that was named. Whoever
 * sends nonsense, is gone, or lets its reply queue be full, loses its answer, and nobody waits.
 */
#define _POSIX_C_SOURCE 200809L

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void fail(const char *call)
{
    perror(call);
    exit(EXIT_FAILURE);
}

/* The reply queue's name, and where the answer's text begins: behind the first space. */
static char *split(char *request)
{
    char *space = strchr(request, ' ');
    if (request[0] != '/' || space == NULL)
        return NULL;
    *space = '\0';
    return space + 1;
}

/* O_NONBLOCK: a client that does not take its answers must not stop the others' server. */
static void reply(const char *name, const char *answer, size_t size, unsigned int priority)
{
    mqd_t queue = mq_open(name, O_WRONLY | O_NONBLOCK);
    if (queue == (mqd_t)-1) {
        perror("an answer is lost: mq_open");
        return;
    }
    if (mq_send(queue, answer, size, priority) == -1)
        perror("an answer is lost: mq_send");
    if (mq_close(queue) == -1)
        fail("mq_close");
}

static void serve(char *request, size_t size, unsigned int priority)
{
    char *answer = split(request);
    char *text = answer != NULL ? strchr(answer, '\n') : NULL;
    if (text == NULL) {
        fputs("that is no request\n", stderr);
        return;
    }
    for (char *each = text; each < request + size; each++)
        *each = (char)toupper((unsigned char)*each);
    reply(request, answer, (size_t)(request + size - answer), priority);
}

int main(int argc, char *argv[])
{
    if (argc != 2) {
        fputs("usage: shout QUEUE\n", stderr);
        return EXIT_FAILURE;
    }
    mqd_t queue = mq_open(argv[1], O_RDONLY);
    struct mq_attr queue_is;
    if (queue == (mqd_t)-1)
        fail("mq_open");
    if (mq_getattr(queue, &queue_is) == -1)
        fail("mq_getattr");
    size_t longest = (size_t)queue_is.mq_msgsize; /* with less room, mq_receive() is EMSGSIZE */
    char *request = malloc(longest + 1);
    if (request == NULL)
        fail("malloc");

    ssize_t size;
    unsigned int priority;
    while ((size = mq_receive(queue, request, longest, &priority)) != 0) {
        if (size == -1 && errno != EINTR)
            fail("mq_receive");
        if (size > 0) {
            request[size] = '\0'; /* a message has no end mark: strchr() needs one */
            serve(request, (size_t)size, priority);
        }
    }
    free(request);
    return EXIT_SUCCESS;
}
