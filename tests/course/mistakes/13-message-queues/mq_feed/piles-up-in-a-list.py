# fails: mq_feed-back-pressure
# says: shop has ended, but should go on
# lecture: 13-message-queues#Back pressure
import queue as buffers
import threading


def mq_feed(in_fd, name):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        pile = buffers.Queue()

        def read():
            with open(in_fd, "rb", closefd=False) as lines:
                for line in lines:
                    pile.put(line)
            pile.put(b"")

        reader = threading.Thread(target=read)
        reader.start()
        while line := pile.get():
            priority, _, message = line.removesuffix(b"\n").partition(b" ")
            queue.send(message, priority=int(priority))
        queue.send(b"stop", priority=0)
        reader.join()
