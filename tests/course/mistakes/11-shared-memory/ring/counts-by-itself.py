# fails: ring-full, ring-wraps, ring-nearly-full, ring-killed
# says: expected [True, False] received [True, True]
# lecture: 11-shared-memory#A ring
items_put = 0


def put(ring, item):
    global items_put
    places = len(ring) - 2
    if items_put - ring[1] == places:
        return False
    ring[2 + items_put % places] = item
    items_put += 1
    ring[0] = items_put
    return True


def get(ring):
    if ring[0] == ring[1]:
        return None
    item = ring[2 + ring[1] % (len(ring) - 2)]
    ring[1] += 1
    return item
