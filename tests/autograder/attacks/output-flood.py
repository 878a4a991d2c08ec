# points: 0  "prints without an end"
def answer(request):
    while True:
        print("x" * 4096)
