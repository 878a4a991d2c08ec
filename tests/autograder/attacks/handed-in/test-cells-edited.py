# points: 0
import json


def hand_in(path, notebook):
    """The tests are unlocked and say nothing; the answer is wrong."""
    document = json.loads(notebook)
    for cell in document["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution"):
            cell["source"] = "def answer(request):\n    return b''"
        elif cell["cell_type"] == "code":
            cell["source"] = "pass"
            marks["locked"] = marks["grade"] = False
    path.write_text(json.dumps(document))
