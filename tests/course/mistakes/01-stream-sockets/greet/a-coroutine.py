# fails: greet-nothing-left-open
# says: coroutine 'greet' was never awaited
# lecture: 01-stream-sockets#socket() makes a descriptor
import asyncio


async def greet(address, message):
    reader, writer = await asyncio.open_connection(*address)
    try:
        writer.write(message + b"\n")
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
