# fails: reap_all-all-kinds
# says: How many children
# lecture: 10-signals#Children: SIGCHLD and wait
def reap_all(children, report):
    running = {os.pidfd_open(pid): pid for pid in children}
    while running:
        for ended in select.select(list(running), [], [])[0]:
            pid = running.pop(ended)
            found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            sign = 1 if found.si_code == os.CLD_EXITED else -1
            os.write(report, b"%s %d\n" % (children[pid], sign * found.si_status))
            os.close(ended)
