# fails: serve_until_sigterm-refuses
# says: raises ConnectionRefusedError
# lecture: 10-signals#Stopping gracefully
def serve_until_sigterm(listener, handle):
    wakeup, noise = os.pipe2(os.O_NONBLOCK)
    signal.set_wakeup_fd(noise)
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    threads = []
    with listener:
        while wakeup not in select.select([listener, wakeup], [], [])[0]:
            connection, _ = listener.accept()
            threads.append(threading.Thread(target=handle, args=(connection,)))
            threads[-1].start()
        for thread in threads:
            thread.join()
