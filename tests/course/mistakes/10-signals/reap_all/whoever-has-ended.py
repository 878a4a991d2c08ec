# fails: reap_all-not-yours
# says: ChildProcessError
# lecture: 10-signals#Children: SIGCHLD and wait
def reap_all(children, report):
    left = set(children)
    while left:
        pid, status = os.wait()
        if pid in left:
            left.remove(pid)
            os.write(report, b"%s %d\n" % (children[pid], os.waitstatus_to_exitcode(status)))
