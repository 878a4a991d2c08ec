class lease:
    """A lock on the file, given back by LOCK_UN."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.lockf(self.fd, fcntl.LOCK_EX)

    def __exit__(self, *_):
        fcntl.lockf(self.fd, fcntl.LOCK_UN)
        os.close(self.fd)
