def fifo_server(path, out_fd):
    previous = os.umask(0o077)
    try:
        os.mkfifo(path)
    finally:
        os.umask(previous)
    try:
        with open(os.open(path, os.O_RDWR), "rb") as fifo:
            while (line := fifo.readline()) != b"stop\n":
                os.write(out_fd, line)
    finally:
        os.unlink(path)
