# fails: mq_worker-waits
# says: computes without an end
# lecture: 13-message-queues#Limits and blocking
def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        queue.block = False
        stopped = False
        while True:
            try:
                message, priority = queue.receive()
            except posix_ipc.BusyError:
                if stopped:
                    return
                continue
            if message == b"stop":
                stopped = True
            else:
                os.write(out_fd, b"%d %b\n" % (priority, message))
