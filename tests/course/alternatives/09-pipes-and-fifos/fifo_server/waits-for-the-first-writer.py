def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        with open(path, "rb") as lines, open(path, "wb"):  # the first waits for a writer
            for line in iter(lines.readline, b"stop\n"):
                os.write(out_fd, line)
    finally:
        os.unlink(path)
