# fails: mq_feed-full, mq_feed-back-pressure
# says: expected
# lecture: 13-message-queues#Back pressure
def mq_feed(in_fd, name):
    with (
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        open(in_fd, "rb", closefd=False) as lines,
    ):
        for line in lines:
            priority, _, message = line.removesuffix(b"\n").partition(b" ")
            if queue.current_messages == queue.max_messages:
                queue.receive()
            queue.send(message, priority=int(priority))
        queue.send(b"stop", priority=0)
