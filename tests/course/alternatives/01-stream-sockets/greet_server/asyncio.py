import asyncio


def greet_server(listener):
    async def greet_one(reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\n")
            writer.write(b"Hello from server\n")
            await writer.drain()
        writer.close()

    async def serve():
        server = await asyncio.start_server(greet_one, sock=listener)
        async with server:
            await server.serve_forever()

    asyncio.run(serve())
