# fails: ring-nearly-empty, ring-killed
# says: expected [7] received [0]
# lecture: 11-shared-memory#A ring
def put(ring, item):
    places = len(ring) - 2
    count = ring[0]
    if count - ring[1] == places:
        return False
    ring[0] = count + 1
    ring[2 + count % places] = item
    return True


def get(ring):
    if ring[0] == ring[1]:
        return None
    item = ring[2 + ring[1] % (len(ring) - 2)]
    ring[1] += 1
    return item
