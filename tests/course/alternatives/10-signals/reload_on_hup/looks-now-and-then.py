import time


def reload_on_hup(load, out_fd):
    came = done = 0

    def note(number, frame):
        nonlocal came
        came += 1

    signal.signal(signal.SIGHUP, note)
    os.write(out_fd, load())
    while True:
        time.sleep(0.01)
        if done != came:
            done = came
            os.write(out_fd, load())
