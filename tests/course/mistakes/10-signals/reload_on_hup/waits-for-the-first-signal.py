# fails: reload_on_hup-again-and-again, reload_on_hup-not-lost, reload_on_hup-one-at-a-time, reload_on_hup-in-the-first, reload_on_hup-while-it-writes
# says: nothing more will come
# lecture: 10-signals#Signals and a loop
def reload_on_hup(load, out_fd):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    while True:
        signal.sigwait([signal.SIGHUP])
        os.write(out_fd, load())
