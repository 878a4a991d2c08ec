# fails: wait_for-pending, wait_for-while-it-waits, wait_for-limits, wait_for-one-a-call, wait_for-stopped, wait_for-mask-kept, wait_for-every-moment
# says: received (10, 0, 0,
# lecture: 10-signals#Waiting for a signal
def wait_for(signals, timeout):
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        if timeout is None:
            return signal.sigwaitinfo(signals)
        return signal.sigtimedwait(signals, timeout)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
