# fails: reload_on_hup-again-and-again, reload_on_hup-not-lost, reload_on_hup-one-at-a-time, reload_on_hup-in-the-first, reload_on_hup-while-it-writes
# says: nothing more will come
# lecture: 10-signals#Dispositions
def reload_on_hup(load, out_fd):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a daemon survives its terminal
    os.write(out_fd, load())
    while True:
        signal.pause()
