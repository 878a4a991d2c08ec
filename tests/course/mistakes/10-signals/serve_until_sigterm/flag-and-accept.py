# fails: serve_until_sigterm-idle, serve_until_sigterm-in-flight, serve_until_sigterm-refuses, serve_until_sigterm-the-last, serve_until_sigterm-again
# says: for a connection, and nobody will connect
# lecture: 10-signals#Interrupted system calls
def serve_until_sigterm(listener, handle):
    stopping = False

    def stop(number, frame):
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    threads = []
    while not stopping:
        connection, _ = listener.accept()
        threads.append(threading.Thread(target=handle, args=(connection,)))
        threads[-1].start()
    listener.close()
    for thread in threads:
        thread.join()
