# fails: wait_for-pending, wait_for-while-it-waits, wait_for-stopped, wait_for-every-moment
# says: TypeError
# lecture: 10-signals#Waiting for a signal
def wait_for(signals, timeout):
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        arrived = signal.sigtimedwait(signals, timeout)
        return arrived and arrived.si_signo
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
