import threading


def greet_server(listener):
    def serve(client):
        with client, contextlib.suppress(ConnectionError), client.makefile("rb") as lines:
            if lines.readline().endswith(b"\n"):
                client.sendall(b"Hello from server\n")

    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client,)).start()
        del client  # the thread has it now
