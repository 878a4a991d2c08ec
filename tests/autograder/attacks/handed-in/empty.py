# refused: "is not a notebook"
def hand_in(path, notebook):
    path.write_text("")
