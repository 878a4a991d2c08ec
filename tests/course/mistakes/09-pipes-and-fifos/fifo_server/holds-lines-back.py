# fails: fifo_server-lines, fifo_server-outlives-its-writers, fifo_server-always-open, fifo_server-nothing-left-open, fifo_server-reader-gone
# says: then nothing, and nothing more will come
# lecture: 09-pipes-and-fifos#A pipe is two descriptors
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        with open(os.open(path, os.O_RDWR), "rb") as lines:
            with open(out_fd, "wb", closefd=False) as out:
                for line in lines:
                    if line == b"stop\n":
                        break
                    out.write(line)
    finally:
        os.unlink(path)
