"""`ipcgrade grade --scheduler`: the same grading on the workers of a Dask cluster that exists."""

import subprocess
import sys

import pytest

from tests.autograder.test_many import KNOWS_ADA, RIGHT, total


@pytest.fixture
def scheduler():
    """A cluster in processes of its own: a scheduler and one worker. Its address."""
    program = (
        "import sys\n"
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False,\n"
        "                      protocol='tcp', host='127.0.0.1', dashboard_address=None) as it:\n"
        "        print(it.scheduler_address, flush=True)\n"
        "        sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as cluster:
        yield cluster.stdout.readline().strip()
        cluster.stdin.close()


def test_a_cluster_grades(room, ipcgrade, scheduler):
    room.submit("ada", {"answer": RIGHT})
    room.submit("bo", {"answer": KNOWS_ADA})

    status, _, log = ipcgrade("grade", "0", "--scheduler", scheduler)

    assert (status, total(room, "ada"), total(room, "bo")) == (0, 100, 40)
    assert "2 of 2" in log
