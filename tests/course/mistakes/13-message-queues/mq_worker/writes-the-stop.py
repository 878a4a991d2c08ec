# fails: mq_worker-by-priority, mq_worker-any-message, mq_worker-stop-loses-nothing, mq_worker-leaves-no-trace
# says: 0 stop
# lecture: 13-message-queues#A message is whole
def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        stopped = False
        while not stopped or queue.current_messages:
            message, priority = queue.receive()
            stopped |= message == b"stop"
            os.write(out_fd, b"%d %b\n" % (priority, message))
