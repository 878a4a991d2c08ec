# fails: mq_feed-full, mq_feed-back-pressure
# says: mq_feed has ended, but should go on
# lecture: 13-message-queues#Back pressure
def mq_feed(in_fd, name):
    with (
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        open(in_fd, "rb", closefd=False) as lines,
    ):
        for line in lines:
            priority, _, message = line.removesuffix(b"\n").partition(b" ")
            with contextlib.suppress(posix_ipc.BusyError):
                queue.send(message, timeout=0, priority=int(priority))
        with contextlib.suppress(posix_ipc.BusyError):
            queue.send(b"stop", timeout=0, priority=0)
