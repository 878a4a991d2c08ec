# fails: pipeline-two-commands, pipeline-all-at-once, pipeline-sigpipe, pipeline-goes-on
# says: expected
# lecture: 09-pipes-and-fifos#How a shell builds a pipeline
import subprocess


def pipeline(commands):
    line = " | ".join(" ".join(argv) for argv in commands)
    return subprocess.run(line, shell=True, stdout=subprocess.PIPE).stdout
