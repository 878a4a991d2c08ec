# fails: mq_worker-leaves-no-trace
# says: Bad file descriptor
# lecture: 13-message-queues#What is left
def mq_worker(name, out_fd):
    with (
        open(out_fd, "wb", buffering=0) as out,
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        contextlib.suppress(posix_ipc.BusyError),
    ):
        while True:
            message, priority = queue.receive()
            if message == b"stop":
                queue.block = False
            else:
                out.write(b"%d %b\n" % (priority, message))
