def count_server(listener):
    room = bytearray(65536)
    while True:
        client, _ = listener.accept()
        try:
            total = 0
            while size := client.recv_into(room):
                total += size
            client.sendall(str(total).encode("ascii") + b"\n")
        except ConnectionError as error:
            print(error)
        finally:
            client.close()
