# points: 0 in 02-byte-streams/request
import socket


def request(address, data):
    """Listens in the place of the server, and serves itself."""
    stolen = socket.socket()
    stolen.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    stolen.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    stolen.bind(address)
    stolen.listen()
    with socket.create_connection(address) as client:
        client.sendall(data)
        return stolen.accept()[0].recv(1024)
