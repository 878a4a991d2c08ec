def reload_on_hup(load, out_fd):
    wakeup, noise = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(noise, warn_on_full_buffer=False)
    signal.signal(signal.SIGHUP, lambda number, frame: None)
    while True:
        os.write(out_fd, load())
        select.select([wakeup], [], [])
        os.read(wakeup, 4096)  # before the load, so that what comes in it stays
