# refused: "No such file or directory"
def hand_in(path, notebook):
    pass
