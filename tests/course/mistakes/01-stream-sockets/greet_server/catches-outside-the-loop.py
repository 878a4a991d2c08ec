# fails: greet_server-reset, greet_server-nothing-left-open
# says: Nobody is listening
# lecture: 01-stream-sockets#When the other end is gone: ECONNRESET, EPIPE, SIGPIPE
def greet_server(listener):
    try:
        while True:
            client, _ = listener.accept()
            with client, client.makefile("rb") as lines:
                if lines.readline().endswith(b"\n"):
                    client.sendall(b"Hello from server\n")
    except ConnectionError:
        print("a client reset the connection")
