import queue as buffers
import threading


def mq_feed(in_fd, name):
    out = posix_ipc.MessageQueue(name)
    buffer = buffers.Queue(maxsize=8)

    def read():
        with open(in_fd, "rb", closefd=False) as lines:
            for line in lines:
                priority, message = line[:-1].split(b" ", 1)
                buffer.put((message, int(priority)))
        buffer.put(None)

    reader = threading.Thread(target=read)
    reader.start()
    while job := buffer.get():
        out.send(job[0], priority=job[1])
    out.send(b"stop", priority=0)
    reader.join()
    out.close()
