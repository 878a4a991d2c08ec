# fails: ring-nearly-full
# says: expected [2, 3, 4] received [2, 3, 0]
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
    place = 2 + ring[1] % (len(ring) - 2)
    item = ring[place]
    ring[1] += 1
    ring[place] = 0
    return item
