# fails: reload_on_hup-again-and-again, reload_on_hup-not-lost, reload_on_hup-one-at-a-time, reload_on_hup-in-the-first, reload_on_hup-while-it-writes
# says: was ended by SIGHUP
# lecture: 10-signals#Dispositions
def reload_on_hup(load, out_fd):
    while True:
        os.write(out_fd, load())
        signal.pause()
