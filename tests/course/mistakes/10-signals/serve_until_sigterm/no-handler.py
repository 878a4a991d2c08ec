# fails: serve_until_sigterm-idle, serve_until_sigterm-in-flight, serve_until_sigterm-refuses, serve_until_sigterm-the-last, serve_until_sigterm-again
# says: was ended by SIGTERM
# lecture: 10-signals#Dispositions
def serve_until_sigterm(listener, handle):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=handle, args=(connection,)).start()
