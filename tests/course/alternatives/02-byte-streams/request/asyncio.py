import asyncio


def request(address, data):
    async def conversation():
        reader, writer = await asyncio.open_connection(*address)

        async def send():
            writer.write(data)
            await writer.drain()
            writer.write_eof()

        try:
            _, answer = await asyncio.gather(send(), reader.read())
            return answer
        finally:
            writer.close()

    return asyncio.run(conversation())
