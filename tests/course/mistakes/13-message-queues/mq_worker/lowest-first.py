# fails: mq_worker-by-priority, mq_worker-waits, mq_worker-any-message, mq_worker-overtaken, mq_worker-stop-loses-nothing
# says: expected
# lecture: 13-message-queues#Priority
def mq_worker(name, out_fd):
    with contextlib.closing(posix_ipc.MessageQueue(name)) as queue:
        jobs = []
        while (job := queue.receive())[0] != b"stop":
            jobs.append(job)
        for _ in range(queue.current_messages):
            jobs.append(queue.receive())
        for message, priority in sorted(jobs, key=lambda job: job[1]):
            os.write(out_fd, b"%d %b\n" % (priority, message))
