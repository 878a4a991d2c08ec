# fails: reload_on_hup-one-at-a-time, reload_on_hup-while-it-writes
# says: expected nothing yet received b"load\n"
# lecture: 10-signals#What may run in a handler
def reload_on_hup(load, out_fd):
    def reload(number, frame):
        os.write(out_fd, load())

    signal.signal(signal.SIGHUP, reload)
    os.write(out_fd, load())
    while True:
        signal.pause()
