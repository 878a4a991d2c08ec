import asyncio


def open_listener(host, port, backlog):
    async def opened():
        server = await asyncio.start_server(
            lambda reader, writer: None, host, port, backlog=backlog, start_serving=False
        )
        listener = server.sockets[0].dup()
        server.close()
        listener.listen(backlog)
        listener.setblocking(True)
        return listener

    return asyncio.run(opened())
