def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv, start_new_session=True)
    timers = []
    if seconds is not None:
        terminate = threading.Timer(seconds, os.killpg, (program.pid, signal.SIGTERM))
        kill = threading.Timer(seconds + grace, os.killpg, (program.pid, signal.SIGKILL))
        timers = [terminate, kill]
    for timer in timers:
        timer.start()
    os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT)
    for timer in timers:
        timer.cancel()
        timer.join()
    os.killpg(program.pid, signal.SIGKILL)
    return program.wait()
