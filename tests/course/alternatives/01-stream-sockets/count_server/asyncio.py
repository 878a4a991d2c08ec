import asyncio


def count_server(listener):
    async def count(reader, writer):
        total = 0
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(4096):
                total += len(data)
            writer.write(b"%d\n" % total)
            await writer.drain()
        writer.close()

    async def serve():
        async with await asyncio.start_server(count, sock=listener) as server:
            await server.serve_forever()

    asyncio.run(serve())
