import asyncio


async def pass_on(fifo, out_fd):
    lines = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(lines)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, fifo)
    try:
        while (line := await lines.readline()) != b"stop\n":
            os.write(out_fd, line)
    finally:
        transport.close()


def fifo_server(path, out_fd):
    os.mkfifo(path, 0o600)
    try:
        fifo = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(fifo, "rb", buffering=0) as reader, open(path, "wb", buffering=0):
            asyncio.run(pass_on(reader, out_fd))
    finally:
        os.unlink(path)
