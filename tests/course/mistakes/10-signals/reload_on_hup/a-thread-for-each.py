# fails: reload_on_hup-one-at-a-time
# says: load
# lecture: 10-signals#Signals and a loop
def reload_on_hup(load, out_fd):
    def reload():
        os.write(out_fd, load())

    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    while True:
        threading.Thread(target=reload).start()
        signal.sigwait([signal.SIGHUP])
