# fails: fifo_server-stop
# says: fifo_server does not return
# lecture: 09-pipes-and-fifos#Many writers, and a reader that stays
def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    fifo = os.open(path, os.O_RDWR)
    try:
        while (data := os.read(fifo, 4096)) != b"stop\n":
            os.write(out_fd, data)
    finally:
        os.close(fifo)
        os.unlink(path)
