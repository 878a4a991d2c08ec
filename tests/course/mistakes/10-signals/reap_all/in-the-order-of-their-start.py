# fails: reap_all-one-by-one
# says: waits in
# lecture: 10-signals#Children: SIGCHLD and wait
def reap_all(children, report):
    for pid, name in children.items():
        _, status = os.waitpid(pid, 0)
        os.write(report, b"%s %d\n" % (name, os.waitstatus_to_exitcode(status)))
