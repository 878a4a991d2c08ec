# fails: mq_worker-no-queue
# says: for a message that nobody will send
# lecture: 13-message-queues#What is left
def mq_worker(name, out_fd):
    with (
        contextlib.closing(posix_ipc.MessageQueue(name, posix_ipc.O_CREAT)) as queue,
        contextlib.suppress(posix_ipc.BusyError),
    ):
        while True:
            message, priority = queue.receive()
            if message == b"stop":
                queue.block = False
            else:
                os.write(out_fd, b"%d %b\n" % (priority, message))
