def mq_feed(in_fd, name):
    queue = posix_ipc.MessageQueue(name)
    try:
        rest = b""
        while piece := os.read(in_fd, 4096):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                space = line.index(b" ")
                queue.send(line[space + 1 :], None, int(line[:space]))
        queue.send(b"stop")
    finally:
        queue.close()
