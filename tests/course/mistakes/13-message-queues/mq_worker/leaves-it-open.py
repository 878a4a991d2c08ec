# fails: mq_worker-leaves-no-trace
# says: What is open afterwards
# lecture: 13-message-queues#What is left
def mq_worker(name, out_fd):
    queue = posix_ipc.MessageQueue(name)
    with contextlib.suppress(posix_ipc.BusyError):
        while True:
            message, priority = queue.receive()
            if message == b"stop":
                queue.block = False
            else:
                os.write(out_fd, b"%d %b\n" % (priority, message))
