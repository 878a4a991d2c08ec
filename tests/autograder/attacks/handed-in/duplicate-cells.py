# points: 0
import json


def hand_in(path, notebook):
    """All cells twice, with the same ids: of two answers the last counts, which is wrong."""
    document = json.loads(notebook)
    again = json.loads(notebook)["cells"]
    for cell in again:
        if cell["metadata"]["nbgrader"].get("solution"):
            cell["source"] = "def answer(request):\n    return b''"
    path.write_text(json.dumps({**document, "cells": document["cells"] + again}))
