# fails: serve_until_sigterm-together, serve_until_sigterm-refuses, serve_until_sigterm-the-last
# says: nothing more will come
# lecture: 10-signals#Stopping gracefully
def serve_until_sigterm(listener, handle):
    wakeup, noise = os.pipe2(os.O_NONBLOCK)
    signal.set_wakeup_fd(noise)
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    with listener:
        while wakeup not in select.select([listener, wakeup], [], [])[0]:
            connection, _ = listener.accept()
            handle(connection)
