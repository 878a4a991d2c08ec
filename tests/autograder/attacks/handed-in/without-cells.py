# points: 0  "answer is not defined"
import json


def hand_in(path, notebook):
    path.write_text(json.dumps({**json.loads(notebook), "cells": []}))
