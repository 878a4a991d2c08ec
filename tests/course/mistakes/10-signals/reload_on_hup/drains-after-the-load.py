# fails: reload_on_hup-not-lost, reload_on_hup-while-it-writes
# says: nothing more will come
# lecture: 10-signals#Signals and a loop
def reload_on_hup(load, out_fd):
    wakeup, noise = os.pipe2(os.O_NONBLOCK)
    signal.set_wakeup_fd(noise)
    signal.signal(signal.SIGHUP, lambda number, frame: None)
    os.write(out_fd, load())
    while True:
        select.select([wakeup], [], [])
        os.write(out_fd, load())
        os.read(wakeup, 4096)
