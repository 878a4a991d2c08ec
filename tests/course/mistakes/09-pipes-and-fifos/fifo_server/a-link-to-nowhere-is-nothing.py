# fails: fifo_server-occupied
# says: expected   'lrwxrwxrwx'
# lecture: 09-pipes-and-fifos#FIFOs: a pipe with a name
def fifo_server(path, out_fd):
    if os.path.exists(path):
        raise FileExistsError(path)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    os.mkfifo(path, 0o600)
    try:
        with open(os.open(path, os.O_RDWR), "rb") as lines:
            for line in lines:
                if line == b"stop\n":
                    return
                os.write(out_fd, line)
    finally:
        os.unlink(path)
