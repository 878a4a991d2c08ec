# fails: mailboxes-nobody
# says: mailbox_receive raises ValueError
# lecture: 13-message-queues#Mailboxes by type
def mailbox_send(key, recipient, data):
    try:
        mailboxes = sysv_ipc.MessageQueue(key, max_message_size=8192)
        mailboxes.send(data, type=recipient)
    except sysv_ipc.ExistentialError:
        raise EOFError("the mailboxes are gone") from None


def mailbox_receive(key, recipient, wait):
    if not recipient:
        raise ValueError("a recipient is 1 or more")
    try:
        mailboxes = sysv_ipc.MessageQueue(key, max_message_size=8192)
        data, _ = mailboxes.receive(block=wait, type=recipient)
        return data
    except sysv_ipc.BusyError:
        return None
    except sysv_ipc.ExistentialError:
        raise EOFError("the mailboxes are gone") from None
