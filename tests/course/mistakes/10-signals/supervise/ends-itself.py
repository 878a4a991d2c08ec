# fails: supervise-sigterm, supervise-both-at-once
# says: was ended by SIGTERM
# lecture: 10-signals#Dispositions
def supervise(jobs, report):
    children = {}
    for name, job in jobs.items():
        pid = os.fork()
        if pid == 0:
            os._exit(job())
        children[pid] = name
    while children:
        pid, status = os.wait()
        status = os.waitstatus_to_exitcode(status)
        os.write(report, b"%s %d\n" % (children.pop(pid), status))
