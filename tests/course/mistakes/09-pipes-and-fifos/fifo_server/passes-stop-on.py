# fails: fifo_server-stop
# says: expected
# lecture: 09-pipes-and-fifos#FIFOs: a pipe with a name
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        keep = os.open(path, os.O_WRONLY)
        os.set_blocking(reader, True)
        with open(reader, "rb") as lines, open(keep, "wb"):
            for line in lines:
                os.write(out_fd, line)
                if line == b"stop\n":
                    break
    finally:
        os.unlink(path)
