import threading


def rendezvous(here, there):
    """One thread says that we are here, the other one waits."""
    speaker = threading.Thread(target=here.release)
    speaker.start()
    there.acquire()
    speaker.join()
