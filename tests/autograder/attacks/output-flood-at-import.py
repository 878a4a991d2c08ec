# points: 0  "it took too long, and was interrupted"
while True:
    print("x" * 4096)
