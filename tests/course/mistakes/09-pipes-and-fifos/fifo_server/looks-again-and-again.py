# fails: fifo_server-lines, fifo_server-outlives-its-writers, fifo_server-always-open, fifo_server-stop, fifo_server-nothing-left-open, fifo_server-reader-gone
# says: fifo_server does not sleep
# lecture: 09-pipes-and-fifos#Many writers, and a reader that stays
import time


def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    fifo = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    rest = b""
    try:
        while True:
            try:
                data = os.read(fifo, 65536)
            except BlockingIOError:
                data = b""
            if not data:
                time.sleep(0.02)
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                if line == b"stop":
                    return
                os.write(out_fd, line + b"\n")
    finally:
        os.unlink(path)
        os.close(fifo)
