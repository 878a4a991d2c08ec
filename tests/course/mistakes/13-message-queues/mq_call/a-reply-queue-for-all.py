# fails: mq_call-answer, mq_call-two-callers, mq_call-late-reply, mq_call-room, mq_call-name-taken, mq_call-one-clock
# says: expected b"soup!" received b"salad!"
# lecture: 13-message-queues#Request and reply
def mq_call(requests, reply_name, question, timeout):
    deadline = None if timeout is None else time.monotonic() + timeout

    def left():
        if deadline is None:
            return None
        seconds = deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("no answer in time")
        return seconds

    for_all = requests.name + "-replies"
    number = secrets.token_hex(16).encode()
    replies = posix_ipc.MessageQueue(for_all, posix_ipc.O_CREAT, max_message_size=1024)
    try:
        requests.send(b" ".join([for_all.encode(), number, question]), timeout=left())
        while True:
            return replies.receive(timeout=left())[0].partition(b" ")[2]
    except posix_ipc.BusyError:
        raise TimeoutError("no answer in time") from None
    finally:
        replies.close()
        with contextlib.suppress(posix_ipc.ExistentialError):
            replies.unlink()
