def supervise(jobs, report):
    wakeup, noise = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    running = {}
    for name, job in jobs.items():
        pid = os.fork()
        if pid == 0:
            os._exit(job())
        running[os.pidfd_open(pid)] = pid, name
    signal.set_wakeup_fd(noise)
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    while running:
        for ready in select.select([wakeup, *running], [], [])[0]:
            if ready == wakeup:
                os.read(wakeup, 100)
                for pidfd in running:
                    signal.pidfd_send_signal(pidfd, signal.SIGTERM)
            else:
                pid, name = running.pop(ready)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                os.write(report, b"%s %d\n" % (name, status))
                os.close(ready)
