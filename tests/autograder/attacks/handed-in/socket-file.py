# refused: "No such device or address"
import os
import socket


def hand_in(path, notebook):
    folder = os.open(path.parent, os.O_PATH)
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(f"/proc/self/fd/{folder}/{path.name}")  # which is short, however long the path
    os.close(folder)
