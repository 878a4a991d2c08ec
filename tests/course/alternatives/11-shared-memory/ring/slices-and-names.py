def used(ring):
    return ring[0] - ring[1]


def place_of(ring, count):
    return 2 + count % len(ring[2:])


def put(ring, item):
    has_room = used(ring) < len(ring) - 2
    if has_room:
        ring[place_of(ring, ring[0])] = item
        ring[0] = ring[0] + 1
    return has_room


def get(ring):
    item = None
    if used(ring):
        item = ring[place_of(ring, ring[1])]
        ring[1] = ring[1] + 1
    return item
