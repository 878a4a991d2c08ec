# points: 100
import json
from itertools import cycle


def hand_in(path, notebook):
    """Every cell is another one's, or nobody's. The answer is a cell of their own, and right."""
    document, ids = json.loads(notebook), cycle(["../x", None, 7, "answer-a-name"])
    for cell, grade_id in zip(document["cells"], ids, strict=False):
        cell["metadata"].get("nbgrader", {})["grade_id"] = grade_id
    path.write_text(json.dumps(document))
