# fails: reload_on_hup-in-the-first, reload_on_hup-while-it-writes
# says: was ended by SIGHUP
# lecture: 10-signals#Dispositions
def reload_on_hup(load, out_fd):
    os.write(out_fd, load())
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    while True:
        signal.sigwait([signal.SIGHUP])
        os.write(out_fd, load())
