# fails: mq_call-room
# says: Whether the reply queue was there before the request
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

    number = secrets.token_hex(16).encode()
    try:
        with contextlib.suppress(posix_ipc.ExistentialError):
            posix_ipc.MessageQueue(reply_name).close()
            raise FileExistsError
    except FileExistsError:
        raise posix_ipc.ExistentialError(reply_name) from None
    try:
        requests.send(b" ".join([reply_name.encode(), number, question]), timeout=left())
    except posix_ipc.BusyError:
        raise TimeoutError("no room in time") from None
    replies = posix_ipc.MessageQueue(reply_name, posix_ipc.O_CREX, max_message_size=1024)
    try:
        while True:
            replied_to, _, answer = replies.receive(timeout=left())[0].partition(b" ")
            if replied_to == number:
                return answer
    except posix_ipc.BusyError:
        raise TimeoutError("no answer in time") from None
    finally:
        replies.unlink()
        replies.close()
