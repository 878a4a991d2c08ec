# fails: reap_all-not-yours
# says: KeyError
# lecture: 10-signals#Children: SIGCHLD and wait
def reap_all(children, report):
    for _ in range(len(children)):
        pid, status = os.wait()
        os.write(report, b"%s %d\n" % (children[pid], os.waitstatus_to_exitcode(status)))
