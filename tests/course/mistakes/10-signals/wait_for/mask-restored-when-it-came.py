# fails: wait_for-effect-restored
# says: does not exit
# lecture: 10-signals#Blocked and pending
def wait_for(signals, timeout):
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    if timeout is None:
        number = signal.sigwait(signals)
    else:
        arrived = signal.sigtimedwait(signals, timeout)
        if arrived is None:
            return None
        number = arrived.si_signo
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return number
