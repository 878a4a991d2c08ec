# fails: reap_all-one-by-one, reap_all-one-signal-for-three, reap_all-not-yours
# says: computes without an end
# lecture: 10-signals#Waiting for a signal
def reap_all(children, report):
    running = dict(children)
    while running:
        for pid in list(running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                name = running.pop(pid)
                os.write(report, b"%s %d\n" % (name, os.waitstatus_to_exitcode(status)))
