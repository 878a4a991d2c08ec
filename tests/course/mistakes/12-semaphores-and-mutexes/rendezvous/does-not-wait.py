# fails: rendezvous-waits, rendezvous-both-orders, rendezvous-every-interleaving, rendezvous-again-and-again
# says: How often north went on alone
# lecture: 12-semaphores-and-mutexes#Rendezvous
def rendezvous(here, there):
    here.release()
