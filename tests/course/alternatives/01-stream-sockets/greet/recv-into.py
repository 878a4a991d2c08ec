def greet(address, message):
    with contextlib.closing(socket.create_connection(address)) as server:
        server.sendall(message + b"\n")
        answer, room = bytearray(), bytearray(512)
        while size := server.recv_into(room):
            answer += room[:size]
        return bytes(answer)
