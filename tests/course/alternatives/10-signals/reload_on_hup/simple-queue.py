import queue


def reload_on_hup(load, out_fd):
    notes = queue.SimpleQueue()  # put() may be called in a handler
    signal.signal(signal.SIGHUP, lambda number, frame: notes.put(number))
    notes.put(None)
    while True:
        notes.get()
        os.write(out_fd, load())
