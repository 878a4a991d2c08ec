# fails: mq_worker-by-priority, mq_worker-waits, mq_worker-any-message, mq_worker-overtaken, mq_worker-stop-loses-nothing, mq_worker-leaves-no-trace
# says: TypeError
# lecture: 13-message-queues#A message is whole
def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        while (message := queue.receive()) != b"stop":
            os.write(out_fd, message + b"\n")
