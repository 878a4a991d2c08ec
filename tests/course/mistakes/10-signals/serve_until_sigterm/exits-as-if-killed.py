# fails: serve_until_sigterm-idle, serve_until_sigterm-in-flight, serve_until_sigterm-the-last, serve_until_sigterm-again
# says: exited with status 143
# lecture: 10-signals#Stopping gracefully
import contextlib


def serve_until_sigterm(listener, handle):
    signal.signal(signal.SIGTERM, lambda number, frame: listener.close())
    threads = []
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threads.append(threading.Thread(target=handle, args=(connection,)))
            threads[-1].start()
    for thread in threads:
        thread.join()
    sys.exit(128 + signal.SIGTERM)
