import ctypes


def reload_on_hup(load, out_fd):
    mask = (ctypes.c_ulong * 16)(1 << signal.SIGHUP - 1)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    hangups = ctypes.CDLL(None).signalfd(-1, mask, os.O_CLOEXEC)
    os.write(out_fd, load())
    while os.read(hangups, 128):
        os.write(out_fd, load())
