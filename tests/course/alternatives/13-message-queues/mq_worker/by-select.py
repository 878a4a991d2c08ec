import select


def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        queue.block = False
        stopped = False
        while not stopped or queue.current_messages:
            select.select([queue], [], [])
            message, priority = queue.receive()
            if message == b"stop":
                stopped = True
                continue
            os.write(out_fd, f"{priority} ".encode() + message + b"\n")
