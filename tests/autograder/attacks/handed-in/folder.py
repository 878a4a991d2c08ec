# refused: "is not a regular file"
def hand_in(path, notebook):
    path.mkdir()
