# fails: wait_for-limits
# says: waits in
# lecture: 10-signals#Waiting for a signal
def wait_for(signals, timeout):
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        if not timeout:
            return signal.sigwait(signals)
        arrived = signal.sigtimedwait(signals, timeout)
        return arrived and arrived.si_signo
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
