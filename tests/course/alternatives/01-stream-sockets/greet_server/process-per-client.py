import os
import signal


def greet_server(listener):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    while True:
        client, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            with client, contextlib.suppress(ConnectionError), client.makefile("rb") as lines:
                if lines.readline().endswith(b"\n"):
                    client.sendall(b"Hello from server\n")
            os._exit(0)
        client.close()
