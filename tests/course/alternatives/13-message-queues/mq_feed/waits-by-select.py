import select


def jobs(in_fd):
    line = b""
    while byte := os.read(in_fd, 1):
        if byte == b"\n":
            priority, message = line.split(b" ", 1)
            yield message, int(priority)
            line = b""
        else:
            line += byte
    yield b"stop", 0


def mq_feed(in_fd, name):
    queue = posix_ipc.MessageQueue(name)
    queue.block = False
    try:
        for message, priority in jobs(in_fd):
            select.select([], [queue], [])
            queue.send(message, priority=priority)
    finally:
        queue.close()
