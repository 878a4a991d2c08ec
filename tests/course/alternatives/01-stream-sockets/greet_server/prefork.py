import os


def greet_server(listener):
    for _ in range(2):
        if os.fork() == 0:
            while True:
                client, _ = listener.accept()
                with client, contextlib.suppress(ConnectionError):
                    line = b""
                    while not line.endswith(b"\n") and (piece := client.recv(1024)):
                        line += piece
                    if line.endswith(b"\n"):
                        client.sendall(b"Hello from server\n")
    while True:
        os.wait()
