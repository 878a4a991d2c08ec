import time


def wait_for(signals, timeout):
    end = None if timeout is None else time.monotonic() + timeout
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        while not signal.sigpending() & set(signals):
            if end is not None and time.monotonic() >= end:
                return None
            time.sleep(0.01)
        return signal.sigwait(signal.sigpending() & set(signals))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
