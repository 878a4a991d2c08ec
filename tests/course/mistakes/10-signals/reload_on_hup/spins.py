# fails: reload_on_hup-again-and-again, reload_on_hup-not-lost, reload_on_hup-one-at-a-time, reload_on_hup-in-the-first, reload_on_hup-while-it-writes
# says: computes without an end
# lecture: 10-signals#Signals and a loop
def reload_on_hup(load, out_fd):
    hangups = 1

    def note(number, frame):
        nonlocal hangups
        hangups += 1

    signal.signal(signal.SIGHUP, note)
    while True:
        if hangups:
            hangups -= 1
            os.write(out_fd, load())
