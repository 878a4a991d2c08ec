# fails: ring-full, ring-nearly-full
# says: expected [True, True, True, False] received [True, True, True, True]
# lecture: 11-shared-memory#A ring
def put(ring, item):
    places = len(ring) - 2
    if ring[0] - ring[1] == places:
        ring[1] += 1
    ring[2 + ring[0] % places] = item
    ring[0] += 1
    return True


def get(ring):
    if ring[0] == ring[1]:
        return None
    item = ring[2 + ring[1] % (len(ring) - 2)]
    ring[1] += 1
    return item
