# fails: wait_for-one-a-call
# says: None
# lecture: 10-signals#Blocked and pending
import time


def wait_for(signals, timeout):
    arrived = []
    handlers = {n: signal.signal(n, lambda n, frame: arrived.append(n)) for n in signals}
    before = signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
    end = None if timeout is None else time.monotonic() + timeout
    while not arrived and (end is None or time.monotonic() < end):
        time.sleep(0.01)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    for number, handler in handlers.items():
        signal.signal(number, handler)
    return arrived[0] if arrived else None
