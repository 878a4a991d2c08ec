# fails: ring-in-order, ring-full, ring-wraps, ring-nearly-full, ring-full-speed
# says: expected [7, 0, -9] received [None, None, None]
# lecture: 11-shared-memory#A ring
def put(ring, item):
    places = len(ring) - 2
    if ring[0] - ring[1] == places:
        return False
    ring[2 + ring[0] % places] = item
    ring[0] += 1
    return True


def get(ring):
    places = len(ring) - 2
    if ring[0] % places == ring[1] % places:
        return None
    item = ring[2 + ring[1] % places]
    ring[1] += 1
    return item
