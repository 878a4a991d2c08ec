import contextlib


@contextlib.contextmanager
def blocked(signals):
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def wait_for(signals, timeout):
    with blocked(signals):
        if timeout is None:
            return signal.sigwaitinfo(signals).si_signo
        found = signal.sigtimedwait(signals, timeout)
    return None if found is None else found.si_signo
