# fails: reload_on_hup-again-and-again, reload_on_hup-not-lost, reload_on_hup-one-at-a-time, reload_on_hup-while-it-writes
# says: was ended by SIGHUP
# lecture: 10-signals#Dispositions
def reload_on_hup(load, out_fd):
    notes = os.pipe()

    def note(number, frame):
        os.write(notes[1], b"!")
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # once is enough

    signal.signal(signal.SIGHUP, note)
    while True:
        os.write(out_fd, load())
        os.read(notes[0], 1)
