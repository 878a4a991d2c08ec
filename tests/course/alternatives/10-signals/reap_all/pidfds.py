def reap_all(children, report):
    running = {os.pidfd_open(pid): pid for pid in children}
    while running:
        for ended in select.select(list(running), [], [])[0]:
            pid = running.pop(ended)
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            os.write(report, b"%s %d\n" % (children[pid], status))
            os.close(ended)
