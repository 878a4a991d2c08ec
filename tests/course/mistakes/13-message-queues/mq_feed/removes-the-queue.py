# fails: mq_feed-stop
# says: No queue exists with the specified name
# lecture: 13-message-queues#What is left
def mq_feed(in_fd, name):
    with (
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        open(in_fd, "rb", closefd=False) as lines,
    ):
        for line in lines:
            priority, _, message = line.removesuffix(b"\n").partition(b" ")
            queue.send(message, priority=int(priority))
        queue.send(b"stop", priority=0)
        queue.unlink()
