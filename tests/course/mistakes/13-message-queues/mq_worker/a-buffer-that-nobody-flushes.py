# fails: mq_worker-waits, mq_worker-overtaken
# says: then nothing, and nothing more will come
# lecture: 13-message-queues#Limits and blocking
def mq_worker(name, out_fd):
    with (
        open(out_fd, "wb", closefd=False) as out,
        contextlib.closing(posix_ipc.MessageQueue(name)) as queue,
        contextlib.suppress(posix_ipc.BusyError),
    ):
        while True:
            message, priority = queue.receive()
            if message == b"stop":
                queue.block = False
            else:
                out.write(b"%d %b\n" % (priority, message))
