# fails: exposes-more-than-one-read, exposes-any-byte, exposes-unfinished-line, exposes-full-pipe, exposes-order, exposes-takes-its-time, exposes-nobody-reads, exposes-the-longest
# says: a broken one, is not what it must be
# lecture: 09-pipes-and-fifos#What goes wrong in practice
def exposes(to_filter, from_filter):
    return False
