# fails: fifo_server-lines, fifo_server-outlives-its-writers, fifo_server-always-open
# says: fifo_server has ended, but should go on
# lecture: 09-pipes-and-fifos#Many writers, and a reader that stays
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        with open(path, "rb") as lines:
            for line in lines:
                if line == b"stop\n":
                    break
                os.write(out_fd, line)
    finally:
        os.unlink(path)
