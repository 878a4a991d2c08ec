@contextlib.contextmanager
def lease(path):
    """flock, and every child closes the file that it has inherited."""
    held = [os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)]
    os.register_at_fork(after_in_child=lambda: held and os.close(held.pop()))
    try:
        fcntl.flock(held[0], fcntl.LOCK_EX)
        yield
    finally:
        os.close(held.pop())
