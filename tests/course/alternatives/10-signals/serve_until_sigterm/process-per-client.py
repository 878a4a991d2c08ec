def serve_until_sigterm(listener, handle):
    wakeup, noise = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(noise)
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    children = []
    while True:
        ready, _, _ = select.select([listener, wakeup], [], [])
        if wakeup in ready:
            break
        connection, _ = listener.accept()
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            listener.close()
            handle(connection)
            os._exit(0)
        connection.close()
        children.append(pid)
    listener.close()
    for pid in children:
        os.waitpid(pid, 0)
