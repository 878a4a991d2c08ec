# fails: ring-in-order, ring-empty, ring-full, ring-wraps, ring-nearly-empty, ring-nearly-full, ring-killed, ring-full-speed
# says: expected [True, True, True] received [None, None, None]
# lecture: 11-shared-memory#A ring
def put(ring, item):
    places = len(ring) - 2
    if ring[0] - ring[1] == places:
        return False
    ring[2 + ring[0] % places] = item
    ring[0] += 1


def get(ring):
    if ring[0] == ring[1]:
        return None
    item = ring[2 + ring[1] % (len(ring) - 2)]
    ring[1] += 1
    return item
