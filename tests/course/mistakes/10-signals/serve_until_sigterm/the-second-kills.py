# fails: serve_until_sigterm-again
# says: then the end of the stream
# lecture: 10-signals#Dispositions
import contextlib


def serve_until_sigterm(listener, handle):
    def stop(number, frame):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        listener.close()

    signal.signal(signal.SIGTERM, stop)
    threads = []
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threads.append(threading.Thread(target=handle, args=(connection,)))
            threads[-1].start()
    for thread in threads:
        thread.join()
