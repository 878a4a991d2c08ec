def request(address, data):
    with (
        socket.create_connection(address) as server,
        server.makefile("rb") as stream,
        ThreadPoolExecutor(1) as helper,
    ):
        reading = helper.submit(stream.read)
        try:
            server.sendall(data)
        finally:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_WR)
        return reading.result()
