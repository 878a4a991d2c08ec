# fails: wait_for-one-a-call, wait_for-mask-kept
# says: SIGUSR1
# lecture: 10-signals#Blocked and pending
def wait_for(signals, timeout):
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        if timeout is None:
            return signal.sigwait(signals)
        arrived = signal.sigtimedwait(signals, timeout)
        return arrived and arrived.si_signo
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
