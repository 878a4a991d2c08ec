# fails: capture-output-and-status, capture-any-size, capture-ended-by-a-signal, capture-no-such-program, capture-nothing-left, capture-not-yours, capture-nothing-inherited
# says: exited with status
# lecture: 09-pipes-and-fifos#A pipe between parent and child
def capture(argv):
    reader, writer = os.pipe()
    os.dup2(writer, 1)
    os.execvp(argv[0], argv)
    return 0, os.read(reader, 65536)
