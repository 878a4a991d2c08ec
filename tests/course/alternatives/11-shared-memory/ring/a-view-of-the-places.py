def put(ring, item):
    (came, gone), places = ring[:2], ring[2:]
    if came >= gone + len(places):
        return False
    places[came % len(places)] = item
    ring[0] = came + 1
    return True


def get(ring):
    came, gone = ring[:2].tolist()
    while came > gone:
        item = ring[2:].tolist()[gone % (len(ring) - 2)]
        ring[1] = gone + 1
        return item
