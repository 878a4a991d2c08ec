# fails: ring-in-order, ring-empty, ring-full, ring-wraps, ring-nearly-full, ring-killed, ring-full-speed
# says: expected [7, 0, -9] received [-9, 0, 7]
# lecture: 11-shared-memory#A ring
def put(ring, item):
    places = len(ring) - 2
    if ring[0] - ring[1] == places:
        return False
    ring[2 + ring[0] % places] = item
    ring[0] += 1
    return True


def get(ring):
    if ring[0] == ring[1]:
        return None
    ring[0] -= 1
    return ring[2 + ring[0] % (len(ring) - 2)]
