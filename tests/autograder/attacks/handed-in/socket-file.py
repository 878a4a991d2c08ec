# refused: "No such device or address"
import os
import socket


def hand_in(path, notebook):
    os.chdir(path.parent) if len(str(path)) > 100 else None
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(path) if len(str(path)) <= 100 else path.name)
