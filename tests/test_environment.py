"""The ways in: the lock, `make`, what it says where it cannot work, conda and Binder."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml

from tests.tree import ROOT, kept_files

LOCK = (ROOT / "requirements.lock").read_text()
NOBODY = 65534


def run(*argv, **more):
    return subprocess.run(
        argv,
        **{"cwd": ROOT, "capture_output": True, "text": True, "stdin": subprocess.DEVNULL} | more,
    )


def packages(name):
    return (ROOT / name).read_text().split()


# the lock


def test_every_pin_has_a_hash():
    pins = re.findall(r"^[a-z0-9.-]+==.+$", LOCK, re.MULTILINE)

    assert pins
    assert all(pin.endswith("\\") for pin in pins)


def test_the_lock_names_no_place():
    assert not re.search(r"://|--(extra-)?index|--find-links|file:/|^/", LOCK, re.MULTILINE)


def test_the_lock_pins_what_is_asked_for():
    asked = re.findall(r"^([A-Za-z0-9_-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    pinned = set(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,-]+\])?==", LOCK, re.MULTILINE))

    assert {name.lower().replace("_", "-") for name in asked} <= pinned


def test_every_direct_dependency_says_why():
    lines = (ROOT / "requirements.in").read_text().splitlines()

    assert [line for line in lines if line and "# " not in line] == []


@pytest.mark.parametrize("package", ["ipclab", "ipcgrade"])
def test_the_lock_has_all_that_the_packages_need(package):
    needs = {re.match(r"[\w.-]+", need)[0] for need in distribution(package).requires or []}

    assert {name for name in needs if f"\n{name}==" not in LOCK} <= {"ipclab"}


# make


def test_make_alone_is_make_help():
    told = run("make", "--no-print-directory", "help").stdout

    assert run("make", "--no-print-directory").stdout == told
    targets = ["env", "lab", "test", "lint", "bench", "flake", "book"]
    assert [name for name in targets if f"make {name} " not in told] == []


@pytest.fixture
def programs(tmp_path):
    """A folder for the PATH, with a program of that name that prints, or does, what is said."""

    def program(name, script):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return {"PATH": f"{tmp_path}:/usr/bin:/bin"}

    return program


@pytest.mark.parametrize(
    ("system", "what_to_do"),
    [("MINGW64_NT-10.0", "install WSL2"), ("Darwin", "use a Linux machine")],
)
def test_elsewhere_one_sentence_says_what_to_do(programs, system, what_to_do):
    said = run(".ci/preflight", env=programs("uname", f"echo {system}"))

    assert said.returncode == 1
    assert what_to_do in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_an_old_python_is_told_the_version_it_takes(programs):
    old = 'case "$2" in *join*|*%d*) echo 3.9.2;; *) exit 1;; esac'
    said = run(".ci/preflight", "python3", env=programs("python3", old))

    assert said.returncode == 1
    assert "needs Python 3.11 or newer and python3 is 3.9.2" in said.stderr


def test_a_python_without_venv_is_told_the_package(programs):
    bare = 'case "$2" in *%d*) echo 3.12.3;; *venv*) exit 1;; esac'
    said = run(".ci/preflight", "python3", env=programs("python3", bare))

    assert "apt-get install python3.12-venv" in said.stderr


def test_no_python_at_all_is_told_what_to_install():
    said = run(".ci/preflight", "python-that-is-not-there")

    assert said.returncode == 1
    assert "install Python 3.11 or newer" in said.stderr


def test_here_nothing_needs_to_be_said():
    assert run(".ci/preflight", sys.executable).stderr == ""


# Debian's packages


def test_missing_packages_are_named_where_they_cannot_be_installed(programs, tmp_path):
    wanted = tmp_path / "apt.txt"
    wanted.write_text("strace\nno-such-package\n")
    programs("dpkg-query", '[ "$4" = strace ] && printf installed')
    programs("sudo", "exit 1")
    said = run(".ci/packages", str(wanted), env=programs("id", "echo 1000"))

    assert said.returncode == 1
    assert said.stderr.endswith("sudo apt-get install no-such-package\n")


def test_where_all_is_there_nothing_is_installed(programs, tmp_path):
    wanted = tmp_path / "apt.txt"
    wanted.write_text("strace\n")
    programs("apt-get", "exit 1")
    said = run(".ci/packages", str(wanted), env=programs("dpkg-query", "printf installed"))

    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_a_package_is_named_once():
    assert not set(packages("binder/apt.txt")) & set(packages("tests/apt.txt"))


# conda and Binder


@pytest.fixture(scope="module")
def dockerfile():
    """What Binder would build."""
    repo2docker = Path(sys.executable).with_name("jupyter-repo2docker")
    rendered = run(repo2docker, "--no-build", "--debug", ".")
    assert rendered.returncode == 0, rendered.stderr
    return rendered.stdout


def test_binder_is_led_to_the_one_environment():
    assert (ROOT / "binder/environment.yml").resolve() == ROOT / "environment.yml"
    assert (ROOT / "binder/requirements.lock").resolve() == ROOT / "requirements.lock"


def test_binder_builds_from_our_files(dockerfile):
    assert "strace" in packages("binder/apt.txt")
    assert " ".join(packages("binder/apt.txt")) in dockerfile
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "binder/environment.yml"' in dockerfile
    assert "RUN ./binder/postBuild" in dockerfile


def test_binder_builds_as_an_ordinary_user(dockerfile):
    before = dockerfile[: dockerfile.index("RUN ./binder/postBuild")]

    assert re.findall(r"^USER (.+)$", before, re.MULTILINE)[-1] == "${NB_USER}"


def test_the_pip_section_installs(tmp_path):
    """As conda hands it to pip; what this environment has already is not fetched again."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, section = environment["dependencies"]
    assert re.fullmatch(r"python=3\.\d+", python)
    assert pip == "pip"
    assert section.keys() == {"pip"}
    folder = shutil.copytree(ROOT / "binder", tmp_path / "binder")
    (folder / "section.txt").write_text("\n".join(section["pip"]))
    pip_install = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "-r"]
    ran = run(*pip_install, "section.txt", cwd=folder)

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture
def ordinary():
    """A folder of an ordinary user's, and how to start a program as that user."""
    with tempfile.TemporaryDirectory(prefix="ordinary-") as home:
        if os.geteuid():
            yield Path(home), {}
        else:
            os.chown(home, NOBODY, NOBODY)
            yield Path(home), {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def python_for(user):
    """A Python of our version that this user may start: root's own is often in root's home."""
    mine = f"{sys.version_info[0]}.{sys.version_info[1]}"
    shows_version = "import sys; print('%d.%d' % sys.version_info[:2])"
    for python in (sys._base_executable, f"/usr/bin/python{mine}", "/usr/bin/python3"):
        try:
            if run(python, "-c", shows_version, cwd="/", **user).stdout.strip() == mine:
                return python
        except OSError:
            continue
    raise AssertionError(f"an ordinary user can start no Python {mine} here")


def copy_of_the_tree(folder):
    for path in kept_files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy, follow_symlinks=False)


def own(folder, user):
    if user:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def test_post_build_lays_out_the_course_for_an_ordinary_user(ordinary):
    home, user = ordinary
    repository, venv = home / "repository", home / "venv"
    copy_of_the_tree(repository)
    own(repository, user)
    run(python_for(user), "-m", "venv", str(venv), cwd=home, check=True, **user)
    packages_of(venv)
    environment = {"PATH": f"{venv}/bin:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}
    ran = run("binder/postBuild", cwd=repository, env=environment, **user)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "your folder: ipc-lab" in ran.stdout
    laid = {path.name for path in (repository / "ipc-lab").rglob("*.ipynb")}
    lectures = {path.name for path in (ROOT / "course/lectures").glob("*.ipynb")}
    sources = {path.name for path in (ROOT / "course/source").glob("*/*.ipynb")}
    assert laid == lectures | sources
    settings = venv / "share/jupyter/lab/settings/overrides.json"
    assert settings.read_text() == (ROOT / "course/jupyterlab.json").read_text()


def packages_of(venv):
    """Give it what our own environment has, but the two packages that postBuild installs."""
    ours = Path(yaml.__file__).parents[1]
    theirs = next(venv.glob("lib/python*/site-packages"))
    for entry in ours.iterdir():
        copy = theirs / entry.name
        if copy.exists() or re.match(r"_?(_editable_impl_)?(ipclab|ipcgrade)", entry.name):
            continue
        if entry.is_dir():
            shutil.copytree(entry, copy, copy_function=_link)
        else:
            _link(entry, copy)


def _link(source, copy):
    try:
        os.link(source, copy)
    except OSError:
        shutil.copy2(source, copy)
