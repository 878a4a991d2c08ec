# refused: "is not a regular file"
import os


def hand_in(path, notebook):
    os.mkfifo(path)
