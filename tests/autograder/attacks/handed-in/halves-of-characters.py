# points: 0
def hand_in(path, notebook):
    path.write_text(notebook.replace("def answer", r"\ud800\u0000def answer"))
