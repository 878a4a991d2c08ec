# points: 0  "MemoryError"
def answer(request):
    hoard = []
    while True:
        hoard.append(bytearray(64 << 20))
