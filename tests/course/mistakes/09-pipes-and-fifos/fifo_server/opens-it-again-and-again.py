# fails: fifo_server-always-open
# says: ENXIO: nobody has it open for reading
# lecture: 09-pipes-and-fifos#Many writers, and a reader that stays
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        while True:
            with open(path, "rb") as lines:
                for line in lines:
                    if line == b"stop\n":
                        return
                    os.write(out_fd, line)
    finally:
        os.unlink(path)
