# fails: wait_for-pending, wait_for-limits, wait_for-one-a-call, wait_for-effect-restored, wait_for-mask-kept, wait_for-every-moment
# says: waits in
# lecture: 10-signals#Waiting for a signal
def wait_for(signals, timeout):
    arrived = []
    for number in signals:
        signal.signal(number, lambda number, frame: arrived.append(number))
    if timeout is not None:
        signal.setitimer(signal.ITIMER_REAL, timeout or 0.001)
        signal.signal(signal.SIGALRM, lambda number, frame: None)
    if not arrived:
        signal.pause()
    return arrived[0] if arrived else None
