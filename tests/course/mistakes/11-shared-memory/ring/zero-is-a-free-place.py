# fails: ring-in-order, ring-killed
# says: expected [7, 0, -9] received [7, None, None]
# lecture: 11-shared-memory#A ring
def put(ring, item):
    place = 2 + ring[0] % (len(ring) - 2)
    if ring[place] != 0:
        return False
    ring[place] = item
    ring[0] += 1
    return True


def get(ring):
    place = 2 + ring[1] % (len(ring) - 2)
    item = ring[place]
    if item == 0:
        return None
    ring[place] = 0
    ring[1] += 1
    return item
