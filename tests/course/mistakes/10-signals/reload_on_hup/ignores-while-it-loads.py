# fails: reload_on_hup-not-lost, reload_on_hup-in-the-first, reload_on_hup-while-it-writes
# says: nothing more will come
# lecture: 10-signals#Dispositions
def reload_on_hup(load, out_fd):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    while True:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # not now
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGHUP])
        os.write(out_fd, load())
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.sigwait([signal.SIGHUP])
