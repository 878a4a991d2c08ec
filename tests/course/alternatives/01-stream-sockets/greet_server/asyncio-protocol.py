import asyncio


class Greeter(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.line = transport, b""

    def data_received(self, data):
        self.line += data
        if self.line.endswith(b"\n"):
            self.transport.write(b"Hello from server\n")
            self.transport.close()

    def eof_received(self):
        return False


def greet_server(listener):
    async def main():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Greeter, sock=listener)
        await server.serve_forever()

    asyncio.run(main())
