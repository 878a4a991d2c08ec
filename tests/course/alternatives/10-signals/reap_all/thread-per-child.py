def reap(pid, name, report):
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.write(report, b"%s %d\n" % (name, status))


def reap_all(children, report):
    threads = [
        threading.Thread(target=reap, args=(pid, name, report)) for pid, name in children.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
