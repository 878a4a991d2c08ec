def supervise(jobs, report):
    signals = {signal.SIGTERM, signal.SIGUSR1}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    running = {}
    lock = threading.Lock()

    def reap(pid, name):
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        with lock:  # as long as it is not reaped, its number is its own
            del running[pid]
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.write(report, b"%s %d\n" % (name, status))
        signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR1)

    for name, job in jobs.items():
        pid = os.fork()
        if pid == 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            os._exit(job())
        running[pid] = name
    threads = [threading.Thread(target=reap, args=child) for child in running.items()]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if signal.sigwait(signals) == signal.SIGTERM:
            with lock:
                for pid in running:
                    os.kill(pid, signal.SIGTERM)
        else:
            for thread in threads:
                if not thread.is_alive():
                    thread.join()
            if not running:
                break
    for thread in threads:
        thread.join()
