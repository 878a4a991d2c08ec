# points: 0  "a line that did not end, and was interrupted"
while True:
    print("x" * 4096)
