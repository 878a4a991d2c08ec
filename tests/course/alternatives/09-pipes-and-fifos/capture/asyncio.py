import asyncio
import subprocess


async def run_and_read(argv):
    try:
        program = await asyncio.create_subprocess_exec(*argv, stdout=subprocess.PIPE)
    except OSError:
        return 127, b""
    output, _ = await program.communicate()
    return program.returncode, output


def capture(argv):
    return asyncio.run(run_and_read(argv))
