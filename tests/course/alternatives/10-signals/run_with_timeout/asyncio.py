import asyncio
import contextlib


async def limited_in_time(argv, seconds, grace):
    program = await asyncio.create_subprocess_exec(*argv, start_new_session=True)
    for patience, number in ((seconds, signal.SIGTERM), (grace, signal.SIGKILL)):
        try:
            await asyncio.wait_for(program.wait(), patience)
            break
        except TimeoutError:
            os.killpg(program.pid, number)
    status = await program.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    return status


def run_with_timeout(argv, seconds, grace):
    return asyncio.run(limited_in_time(argv, seconds, grace))
