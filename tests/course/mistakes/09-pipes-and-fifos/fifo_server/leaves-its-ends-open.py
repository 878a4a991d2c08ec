# fails: fifo_server-nothing-left-open
# says: What is open after the end
# lecture: 09-pipes-and-fifos#Many writers, and a reader that stays
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    fifo = os.open(path, os.O_RDWR)
    buffer = b""
    try:
        while True:
            *lines, buffer = (buffer + os.read(fifo, 4096)).split(b"\n")
            for line in lines:
                if line == b"stop":
                    return
                os.write(out_fd, line + b"\n")
    finally:
        os.unlink(path)
