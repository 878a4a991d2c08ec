import asyncio


async def reloading(load, out_fd):
    hangup = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, hangup.set)
    while True:
        hangup.clear()
        os.write(out_fd, await asyncio.to_thread(load))
        await hangup.wait()


def reload_on_hup(load, out_fd):
    asyncio.run(reloading(load, out_fd))
