# fails: ring-nearly-full
# says: expected 1 received 4
# lecture: 11-shared-memory#A ring
def put(ring, item):
    places = len(ring) - 2
    if ring[0] - ring[1] == places:
        return False
    ring[2 + ring[0] % places] = item
    ring[0] += 1
    return True


def get(ring):
    count = ring[1]
    if ring[0] == count:
        return None
    ring[1] = count + 1
    return ring[2 + count % (len(ring) - 2)]
