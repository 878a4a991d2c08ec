# fails: exposes-nothing-else, exposes-any-numbers, exposes-the-second-time, exposes-all-that-fit, exposes-many-times
# says: verdict on thorough, a broken one
# lecture: 11-shared-memory#Layouts
def exposes(board, begin, done):
    return False
