# fails: pipeline-all-at-once
# says: done = subprocess.run(argv
# lecture: 09-pipes-and-fifos#How a shell builds a pipeline
import subprocess


def pipeline(commands):
    data = None
    for argv in commands:
        try:
            done = subprocess.run(argv, input=data, stdout=subprocess.PIPE)
        except OSError:
            data = b""
        else:
            data = done.stdout
    return data
