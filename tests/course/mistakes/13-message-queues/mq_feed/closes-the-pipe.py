# fails: mq_feed-stop
# says: What is open afterwards
# lecture: 13-message-queues#What is left
def mq_feed(in_fd, name):
    with (
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        open(in_fd, "rb") as lines,
    ):
        for line in lines:
            priority, _, message = line.removesuffix(b"\n").partition(b" ")
            queue.send(message, priority=int(priority))
        queue.send(b"stop", priority=0)
