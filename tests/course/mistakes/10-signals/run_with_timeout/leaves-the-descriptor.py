# fails: run_with_timeout-nothing-left
# says: 'anon_inode'
# lecture: 10-signals#Children: SIGCHLD and wait
def run_with_timeout(argv, seconds, grace):
    program = subprocess.Popen(argv, start_new_session=True)
    ended = os.pidfd_open(program.pid)
    for patience, number in ((seconds, signal.SIGTERM), (grace, signal.SIGKILL)):
        if not select.select([ended], [], [], patience)[0]:
            os.killpg(program.pid, number)
    os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT)
    os.killpg(program.pid, signal.SIGKILL)
    return program.wait()
