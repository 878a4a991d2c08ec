# fails: serve_until_sigterm-in-flight, serve_until_sigterm-refuses, serve_until_sigterm-the-last, serve_until_sigterm-again
# says: computes without an end
# lecture: 10-signals#Signals and a loop
import contextlib


def serve_until_sigterm(listener, handle):
    signal.signal(signal.SIGTERM, lambda number, frame: listener.close())
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=handle, args=(connection,)).start()
    while threading.active_count() > 1:
        pass
