# refused: "is not"
def hand_in(path, notebook):
    path.write_bytes(b"\xff\xfe" + notebook.encode("utf-16-le")[:-1] + b"\xd8\x00")
