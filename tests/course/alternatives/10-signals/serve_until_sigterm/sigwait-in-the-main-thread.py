import contextlib


def accept_all(listener, handle):
    threads = []
    with contextlib.suppress(OSError):  # shut down
        while True:
            connection, _ = listener.accept()
            threads.append(threading.Thread(target=handle, args=(connection,)))
            threads[-1].start()
    listener.close()
    for thread in threads:
        thread.join()


def serve_until_sigterm(listener, handle):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])  # every thread inherits it
    acceptor = threading.Thread(target=accept_all, args=(listener, handle))
    acceptor.start()
    signal.sigwait([signal.SIGTERM])
    listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
    acceptor.join()
