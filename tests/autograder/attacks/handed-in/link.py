# refused: "Too many levels of symbolic links"
def hand_in(path, notebook):
    path.with_name("other").write_text(notebook)
    path.symlink_to("other")
