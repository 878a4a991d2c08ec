# fails: reload_on_hup-not-lost, reload_on_hup-in-the-first, reload_on_hup-while-it-writes
# says: nothing more will come
# lecture: 10-signals#Waiting for a signal
def reload_on_hup(load, out_fd):
    signal.signal(signal.SIGHUP, lambda number, frame: None)
    while True:
        os.write(out_fd, load())
        signal.pause()
