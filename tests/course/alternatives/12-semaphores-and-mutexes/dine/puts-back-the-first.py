import posix_ipc


def dine(seat, forks, meals):
    """Wait for one fork; if the other one is not there, put it back and wait for that one."""
    for meal in meals:
        first, second = forks[seat], forks[(seat + 1) % len(forks)]
        while True:
            first.acquire()
            try:
                second.acquire(0)
                break
            except posix_ipc.BusyError:
                first.release()
                first, second = second, first
        try:
            meal()
        finally:
            first.release()
            second.release()
