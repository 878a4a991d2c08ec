# refused: "no assignment homework (final) \x1b[2J"
def hand_in(path, notebook):
    other = path.with_name("homework (final) \x1b[2J.ipynb")
    other.write_text(notebook)
    return other
