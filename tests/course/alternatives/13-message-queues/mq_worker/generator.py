def jobs(queue):
    patience = None
    while True:
        try:
            message, priority = queue.receive(patience)
        except posix_ipc.BusyError:
            return
        if message == b"stop":
            patience = 0
        else:
            yield priority, message


def mq_worker(name, out_fd):
    queue = posix_ipc.MessageQueue(name)
    try:
        for priority, message in jobs(queue):
            os.write(out_fd, b"".join([str(priority).encode(), b" ", message, b"\n"]))
    finally:
        queue.close()
