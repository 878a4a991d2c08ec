# fails: fifo_server-lines, fifo_server-outlives-its-writers, fifo_server-always-open, fifo_server-stop
# says: UnicodeDecodeError
# lecture: 09-pipes-and-fifos#FIFOs: a pipe with a name
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        keep = os.open(path, os.O_WRONLY)
        os.set_blocking(reader, True)
        with open(reader, encoding="utf-8") as lines, open(keep, "wb"):
            for line in lines:
                if line == "stop\n":
                    break
                os.write(out_fd, line.encode())
    finally:
        os.unlink(path)
