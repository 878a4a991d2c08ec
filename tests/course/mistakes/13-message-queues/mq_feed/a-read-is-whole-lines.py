# fails: mq_feed-line-by-line
# says: mq_feed
# lecture: 13-message-queues#A message is whole
def mq_feed(in_fd, name):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        while piece := os.read(in_fd, 65536):
            for line in piece.splitlines():
                priority, _, message = line.partition(b" ")
                queue.send(message, priority=int(priority))
        queue.send(b"stop", priority=0)
