# refused: "Too many levels of symbolic links"
def hand_in(path, notebook):
    path.symlink_to("/dev/zero")
