import asyncio


def greet(address, message):
    async def conversation():
        reader, writer = await asyncio.open_connection(*address)
        try:
            writer.write(message + b"\n")
            return await reader.read()
        finally:
            writer.close()

    return asyncio.run(conversation())
