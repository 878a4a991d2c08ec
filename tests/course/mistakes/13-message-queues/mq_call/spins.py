# fails: mq_call-answer, mq_call-two-callers, mq_call-late-reply, mq_call-room
# says: computes without an end
# lecture: 13-message-queues#Limits and blocking
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
    replies = posix_ipc.MessageQueue(reply_name, posix_ipc.O_CREX, max_message_size=1024)
    try:
        requests.send(b" ".join([reply_name.encode(), number, question]), timeout=left())
        while True:
            left()
            if not replies.current_messages:
                continue
            replied_to, _, answer = replies.receive()[0].partition(b" ")
            if replied_to == number:
                return answer
    except posix_ipc.BusyError:
        raise TimeoutError("no answer in time") from None
    finally:
        replies.unlink()
        replies.close()
