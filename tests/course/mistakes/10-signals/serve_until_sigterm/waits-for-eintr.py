# fails: serve_until_sigterm-idle, serve_until_sigterm-in-flight, serve_until_sigterm-refuses, serve_until_sigterm-the-last, serve_until_sigterm-again
# says: for a connection, and nobody will connect
# lecture: 10-signals#Interrupted system calls
import contextlib


def serve_until_sigterm(listener, handle):
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    threads = []
    with listener, contextlib.suppress(InterruptedError):
        while True:
            connection, _ = listener.accept()
            threads.append(threading.Thread(target=handle, args=(connection,)))
            threads[-1].start()
    for thread in threads:
        thread.join()
