# points: 100
import json

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def hand_in(path, notebook):
    document = json.loads(notebook)
    bundle = {"text/html": SCRIPT, "image/svg+xml": SCRIPT, "text/plain": "\x1b[31m"}
    shown = {"output_type": "display_data", "data": bundle, "metadata": {}}
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [shown]
    path.write_text(json.dumps(document))
