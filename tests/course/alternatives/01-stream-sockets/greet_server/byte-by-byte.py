def greet_server(listener):
    while True:
        connection, address = listener.accept()
        try:
            byte = connection.recv(1)
            while byte not in (b"\n", b""):
                byte = connection.recv(1)
            if byte:
                connection.sendall(b"Hello from server\n")
        except OSError as error:
            print(address, error)
        finally:
            connection.close()
