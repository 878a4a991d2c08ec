import asyncio
import contextlib


async def serving(listener, handle):
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    listener.setblocking(False)
    in_flight = set()
    stop = loop.create_task(stopping.wait())
    accepting = loop.create_task(loop.sock_accept(listener))
    while not stopping.is_set():
        await asyncio.wait([stop, accepting], return_when=asyncio.FIRST_COMPLETED)
        if accepting.done():
            connection, _ = accepting.result()
            connection.setblocking(True)
            thread = threading.Thread(target=handle, args=(connection,))
            thread.start()
            in_flight.add(thread)
            accepting = loop.create_task(loop.sock_accept(listener))
    accepting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await accepting
    listener.close()
    for thread in in_flight:
        await asyncio.to_thread(thread.join)


def serve_until_sigterm(listener, handle):
    asyncio.run(serving(listener, handle))
