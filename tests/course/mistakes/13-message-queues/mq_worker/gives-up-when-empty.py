# fails: mq_worker-waits
# says: mq_worker has ended, but should go on
# lecture: 13-message-queues#Limits and blocking
def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        while queue.current_messages:
            message, priority = queue.receive()
            if message != b"stop":
                os.write(out_fd, b"%d %b\n" % (priority, message))
