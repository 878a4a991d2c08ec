# fails: serve_until_sigterm-in-flight, serve_until_sigterm-refuses, serve_until_sigterm-the-last, serve_until_sigterm-again
# says: received
# lecture: 10-signals#Stopping gracefully
import contextlib


def serve_until_sigterm(listener, handle):
    signal.signal(signal.SIGTERM, lambda number, frame: listener.close())
    connections, threads = [], []
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            connections.append(connection)
            threads.append(threading.Thread(target=handle, args=(connection,)))
            threads[-1].start()
    for connection in connections:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join()
