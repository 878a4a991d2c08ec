# fails: wait_for-limits, wait_for-one-a-call
# says: None
# lecture: 10-signals#Blocked and pending
import time


def wait_for(signals, timeout):
    end = None if timeout is None else time.monotonic() + timeout
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    while not (pending := signal.sigpending() & set(signals)):
        if end is not None and time.monotonic() >= end:
            break
        time.sleep(0.01)
    if not before & set(signals) and pending:
        return signal.sigwait(pending)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return min(pending) if pending else None
