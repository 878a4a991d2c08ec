# fails: reap_all-one-signal-for-three, reap_all-not-yours
# says: nothing more will come
# lecture: 10-signals#Signals are not queued
def reap_all(children, report):
    running = dict(children)
    wakeup, noise = os.pipe2(os.O_NONBLOCK)

    def reap(number, frame):
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            name = running.pop(pid, b"somebody")
            os.write(report, b"%s %d\n" % (name, os.waitstatus_to_exitcode(status)))

    signal.set_wakeup_fd(noise)
    signal.signal(signal.SIGCHLD, reap)
    for pid in list(running):
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            reap(None, None)
    while running:
        select.select([wakeup], [], [])
        os.read(wakeup, 100)
