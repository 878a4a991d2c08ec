# fails: serve_until_sigterm-in-flight, serve_until_sigterm-refuses, serve_until_sigterm-the-last, serve_until_sigterm-again
# says: then the end of the stream
# lecture: 10-signals#Stopping gracefully
def serve_until_sigterm(listener, handle):
    signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=handle, args=(connection,)).start()
