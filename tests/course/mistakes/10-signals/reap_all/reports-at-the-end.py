# fails: reap_all-one-by-one
# says: nothing more will come
# lecture: 10-signals#Children: SIGCHLD and wait
def reap_all(children, report):
    lines = b""
    for pid, name in children.items():
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        lines += b"%s %d\n" % (name, status)
    os.write(report, lines)
