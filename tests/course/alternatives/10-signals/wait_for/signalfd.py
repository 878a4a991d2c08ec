import ctypes


def wait_for(signals, timeout):
    mask = (ctypes.c_ulong * 16)()
    for number in signals:
        mask[(number - 1) // 64] |= 1 << (number - 1) % 64
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    arrivals = ctypes.CDLL(None).signalfd(-1, mask, os.O_CLOEXEC)
    try:
        if select.select([arrivals], [], [], timeout)[0]:
            return int.from_bytes(os.read(arrivals, 128)[:4], sys.byteorder)
        return None
    finally:
        os.close(arrivals)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
