# fails: fifo_server-occupied
# says: computes without an end
# lecture: 09-pipes-and-fifos#FIFOs: a pipe with a name
def fifo_server(path, out_fd):
    with contextlib.suppress(FileExistsError):
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
        os.close(fifo)
        os.unlink(path)
