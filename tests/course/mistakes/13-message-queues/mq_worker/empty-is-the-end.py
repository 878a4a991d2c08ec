# fails: mq_worker-any-message
# says: expected
# lecture: 13-message-queues#A message is whole
def mq_worker(name, out_fd):
    with (
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        contextlib.suppress(posix_ipc.BusyError),
    ):
        message, priority = queue.receive()
        while message:
            if message == b"stop":
                queue.block = False
            else:
                os.write(out_fd, b"%d %b\n" % (priority, message))
            message, priority = queue.receive()
