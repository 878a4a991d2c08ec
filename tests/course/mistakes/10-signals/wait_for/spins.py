# fails: wait_for-while-it-waits, wait_for-stopped
# says: computes without an end
# lecture: 10-signals#Waiting for a signal
import time


def wait_for(signals, timeout):
    end = None if timeout is None else time.monotonic() + timeout
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        while True:
            if arrived := signal.sigtimedwait(signals, 0):
                return arrived.si_signo
            if end is not None and time.monotonic() >= end:
                return None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
