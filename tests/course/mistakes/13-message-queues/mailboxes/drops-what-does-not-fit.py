# fails: mailboxes-full
# says: mailbox_send has ended
# lecture: 13-message-queues#Back pressure
def mailbox_send(key, recipient, data):
    try:
        mailboxes = sysv_ipc.MessageQueue(key, max_message_size=8192)
        with contextlib.suppress(sysv_ipc.BusyError):
            mailboxes.send(data, block=False, type=recipient)
    except sysv_ipc.ExistentialError:
        raise EOFError("the mailboxes are gone") from None


def mailbox_receive(key, recipient, wait):
    if recipient < 1:
        raise ValueError("a recipient is 1 or more")
    try:
        mailboxes = sysv_ipc.MessageQueue(key, max_message_size=8192)
        data, _ = mailboxes.receive(block=wait, type=recipient)
        return data
    except sysv_ipc.BusyError:
        return None
    except sysv_ipc.ExistentialError:
        raise EOFError("the mailboxes are gone") from None
