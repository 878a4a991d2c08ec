# fails: wait_for-while-it-waits, wait_for-stopped, wait_for-every-moment
# says: was ended by SIGUSR1
# lecture: 10-signals#Blocked and pending
def wait_for(signals, timeout):
    if timeout is None:
        return signal.sigwait(signals)
    arrived = signal.sigtimedwait(signals, timeout)
    return arrived and arrived.si_signo
