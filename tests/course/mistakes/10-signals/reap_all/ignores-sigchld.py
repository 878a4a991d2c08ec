# fails: reap_all-one-by-one, reap_all-one-signal-for-three, reap_all-not-yours
# says: ChildProcessError
# lecture: 10-signals#Dispositions
def reap_all(children, report):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    for pid, name in children.items():
        _, status = os.waitpid(pid, 0)
        os.write(report, b"%s %d\n" % (name, os.waitstatus_to_exitcode(status)))
