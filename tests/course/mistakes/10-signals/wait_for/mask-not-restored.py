# fails: wait_for-effect-restored
# says: does not exit
# lecture: 10-signals#Blocked and pending
def wait_for(signals, timeout):
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    if timeout is None:
        return signal.sigwait(signals)
    arrived = signal.sigtimedwait(signals, timeout)
    return arrived and arrived.si_signo
