# fails: reload_on_hup-not-lost, reload_on_hup-in-the-first, reload_on_hup-while-it-writes
# says: nothing more will come
# lecture: 10-signals#Signals and a loop
def reload_on_hup(load, out_fd):
    hangup = threading.Event()
    signal.signal(signal.SIGHUP, lambda number, frame: hangup.set())
    while True:
        os.write(out_fd, load())
        hangup.clear()
        hangup.wait()
