# fails: wait_for-mask-kept
# says: was ended by SIGUSR2
# lecture: 10-signals#Blocked and pending
def wait_for(signals, timeout):
    before = signal.pthread_sigmask(signal.SIG_SETMASK, signals)
    try:
        if timeout is None:
            return signal.sigwait(signals)
        arrived = signal.sigtimedwait(signals, timeout)
        return arrived and arrived.si_signo
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
