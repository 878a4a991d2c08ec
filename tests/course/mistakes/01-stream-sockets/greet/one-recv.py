# fails: greet-in-pieces, greet-reset
# says: greet returned something else
# lecture: 01-stream-sockets#read, write, send, recv
def greet(address, message):
    with socket.create_connection(address) as server:
        server.sendall(message + b"\n")
        return server.recv(65536)
