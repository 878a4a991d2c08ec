import contextlib


def serve_until_sigterm(listener, handle):
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stopping.set())
    listener.settimeout(0.05)
    threads = []
    while not stopping.is_set():
        with contextlib.suppress(TimeoutError):
            connection, _ = listener.accept()
            connection.settimeout(None)
            threads.append(threading.Thread(target=handle, args=(connection,)))
            threads[-1].start()
    listener.close()
    for thread in threads:
        thread.join()
