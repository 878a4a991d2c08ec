# refused: "homework (final) \x1b[2J.ipynb has the name of no assignment"
def hand_in(path, notebook):
    other = path.with_name("homework (final) \x1b[2J.ipynb")
    other.write_text(notebook)
    return other
