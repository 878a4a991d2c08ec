# fails: lease-killed, lease-killed-with-one-waiting, lease-child
# says: passer_by does not return
# lecture: 12-semaphores-and-mutexes#Locks that die with their holder
import posix_ipc


@contextlib.contextmanager
def lease(path):
    name = "/" + path.strip("/").replace("/", "-")
    semaphore = posix_ipc.Semaphore(name, posix_ipc.O_CREAT, initial_value=1)
    with semaphore:
        yield
