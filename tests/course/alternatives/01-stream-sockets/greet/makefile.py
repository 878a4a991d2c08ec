def greet(address, message):
    with socket.create_connection(address) as server, server.makefile("rwb") as stream:
        stream.write(message + b"\n")
        stream.flush()
        return stream.read()
