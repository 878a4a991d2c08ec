def serve_until_sigterm(listener, handle):
    signal.signal(signal.SIGTERM, lambda number, frame: listener.close())
    threads = []
    while True:
        try:
            connection, _ = listener.accept()  # of a closed listener: EBADF, not another wait
        except OSError:
            break
        threads.append(threading.Thread(target=handle, args=(connection,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
