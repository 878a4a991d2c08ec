# fails: ring-full, ring-wraps, ring-nearly-full, ring-full-speed
# says: raised IndexError: index out of bounds
# lecture: 11-shared-memory#A ring
def put(ring, item):
    places = len(ring) - 2
    if ring[0] - ring[1] == places:
        return False
    place = 2 + ring[0]
    if place > len(ring):
        place = 2 + ring[0] % places
    ring[place] = item
    ring[0] += 1
    return True


def get(ring):
    if ring[0] == ring[1]:
        return None
    item = ring[2 + ring[1] % (len(ring) - 2)]
    ring[1] += 1
    return item
