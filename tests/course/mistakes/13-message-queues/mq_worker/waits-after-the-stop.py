# fails: mq_worker-by-priority, mq_worker-waits, mq_worker-any-message, mq_worker-overtaken, mq_worker-stop-loses-nothing, mq_worker-leaves-no-trace
# says: for a message that nobody will send
# lecture: 13-message-queues#Limits and blocking
def mq_worker(name, out_fd):
    with (
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        contextlib.suppress(posix_ipc.BusyError),
    ):
        message = b""
        while message != b"stop":
            message, priority = queue.receive()
            if message != b"stop":
                os.write(out_fd, b"%d %b\n" % (priority, message))
        while True:
            message, priority = queue.receive()
            os.write(out_fd, b"%d %b\n" % (priority, message))
