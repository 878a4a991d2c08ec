# fails: serve_until_sigterm-the-last
# says: has ended, but should go on
# lecture: 10-signals#Stopping gracefully
import contextlib


def serve_until_sigterm(listener, handle):
    signal.signal(signal.SIGTERM, lambda number, frame: listener.close())
    thread = None
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            thread = threading.Thread(target=handle, args=(connection,), daemon=True)
            thread.start()
    if thread:
        thread.join()
