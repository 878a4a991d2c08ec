# fails: mq_feed-full, mq_feed-back-pressure
# says: computes without an end
# lecture: 13-message-queues#Limits and blocking
def mq_feed(in_fd, name):
    with (
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        open(in_fd, "rb", closefd=False) as lines,
    ):
        for line in lines:
            priority, _, message = line.removesuffix(b"\n").partition(b" ")
            while queue.current_messages == queue.max_messages:
                pass
            queue.send(message, priority=int(priority))
        queue.send(b"stop", priority=0)
