"""Runs, tests and checks BarTender from a clone, with nothing but Python's standard library.

    python3 tools.py run | test | check | proof | bench | pins  [arguments for that command]

`make` and run.bat are shorter names for it. The first command makes an environment in the user's cache folder from the
hashed pins; the source folder receives nothing but `build/` and, by `proof`, `docs/proof/`. It does not install Python,
and installs system libraries only where it runs as root. It stays readable for Python 3.7, so that an old one can say
what is missing and hand over to a newer one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Iterator, Sequence

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")
OLDEST, NEWEST_PROVEN = (3, 11), (3, 13)
PINS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
PROGRAMS = ("demo", "till", "server", "relay", "admin")
SUDO = "" if WINDOWS or os.getuid() == 0 else "sudo "
AGAIN = "Install what is missing and run this again:\n    "
NO_PYTHON = (
    "BarTender needs Python 3.11 or newer; this is {}, and no newer one was found. Install one and run this again.\n"
    "    Debian, Ubuntu: sudo apt-get install python3.11 python3.11-venv    Fedora: sudo dnf install python3.13\n"
    "    macOS: brew install python@3.13                                    Windows: winget install Python.Python.3.13"
)
NO_PACKAGES = (
    "The packages could not be installed. Is this machine online, with some 600 MB of free disk?\n"
    "Qt needs a 64-bit system: Linux with glibc 2.34 (Debian 12, Ubuntu 22.04; on ARM 2.39: Debian 13, Ubuntu 24.04),\n"
    "macOS 13 or Windows 10. What pip said last (all of it in {log}):\n{said}"
)
NO_SCREEN = (
    "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the till cannot open its window.\n"
    "The same till can sell without one and save its picture:\n    make run ARGS=--screenshot=till.png\n"
    "    (without make: python3 tools.py run --screenshot=till.png)"
)
# What Qt loads from the system, found by ldd in a minimal Debian: to draw at all, and to open a window.
APT = "libglib2.0-0 libegl1 libgl1 libx11-6 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libbrotli1"
APT_WINDOW = (
    "libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0"
    " libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
)
DNF = "glib-2.0.so.0 EGL.so.1 GL.so.1 X11.so.6 dbus-1.so.3 fontconfig.so.1 freetype.so.6 xkbcommon.so.0"
DNF_WINDOW = (
    "X11-xcb.so.1 xcb-cursor.so.0 xcb-icccm.so.4 xcb-image.so.0 xcb-keysyms.so.1 xcb-randr.so.0"
    " xcb-render-util.so.0 xcb-shape.so.0 xcb-xkb.so.1 xkbcommon-x11.so.0"
)
QT_TRIAL = """
import ctypes, pathlib, sys, PySide6.QtNetwork, PySide6.QtPrintSupport, PySide6.QtSvg, PySide6.QtWidgets
for name in sys.argv[1:]:
    ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms" / name))
"""


class Stop(Exception):
    """A sentence that says what is wrong and what to do, and the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """Print one line at once, so that it stands before what a child prints."""
    print(sentence, flush=True)


def candidates() -> Iterator[list[str]]:
    """Commands that may start a newer Python, the proven versions first."""
    names = ["3.13", "3.12", "3.11", "3.14"]
    if WINDOWS:
        yield from (["py", "-" + name] for name in names)
    yield from ([found] for found in (shutil.which("python" + name) for name in names) if found)
    pyenv = Path(os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")) / "versions"
    for name in names:
        yield from ([str(path)] for path in sorted(pyenv.glob(name + ".*/bin/python"), reverse=True))


def newer_python() -> list[str]:
    """Return a command that starts a Python that is new enough, else nothing; each is asked, since shims may fail."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for command in candidates():
        with contextlib.suppress(OSError):
            if subprocess.call([*command, "-c", question], stderr=subprocess.DEVNULL) == 0:
                return command
    return []


def insist_on_python(arguments: Sequence[str]) -> None:
    """Go on with a Python that is new enough, here or in another process; stop with a sentence if there is none."""
    here, version = sys.version_info[:2], platform.python_version()
    if here < OLDEST:
        command = newer_python()
        if not command:
            raise Stop(NO_PYTHON.format(version))
        say(f"This is Python {version}; going on with {' '.join(command)}.")
        raise SystemExit(subprocess.call([*command, str(Path(__file__).resolve()), *arguments]))
    if here > NEWEST_PROVEN:
        say(f"Python {version} is newer than what BarTender is proven with (3.11 to 3.13). It may well work.")


def is_writable(folder: Path) -> bool:
    """Say whether a file can be made there, by making one: permissions do not tell, as root or on read-only disks."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=str(folder)):
            return True
    except OSError:
        return False


def home_folder() -> Path | None:
    """Return the user's home, or None when the account has none; an empty or missing HOME is no answer."""
    home = os.path.expanduser("~") if WINDOWS else os.environ.get("HOME", "")
    if not home:
        with contextlib.suppress(ImportError, KeyError):
            import pwd

            home = pwd.getpwuid(os.getuid()).pw_dir
    return Path(home) if os.path.isabs(home) else None


def cache_folder() -> Path:
    """Return this user's folder for environments and caches; a private one in /tmp where home cannot be written."""
    home, asked = home_folder(), os.environ.get("LOCALAPPDATA" if WINDOWS else "XDG_CACHE_HOME", "")
    usual = "AppData/Local" if WINDOWS else "Library/Caches" if sys.platform == "darwin" else ".cache"
    parent = Path(asked) if os.path.isabs(asked) else home and home / usual
    if parent and is_writable(parent / "bartender"):
        return parent / "bartender"
    folder = Path(tempfile.gettempdir()) / ("bartender" if WINDOWS else f"bartender-{os.getuid()}")
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not WINDOWS and (found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) != 0o700):
        raise Stop(f"{folder} is not yours alone. Set XDG_CACHE_HOME to a folder of yours and try again.")
    return folder


def work_folder() -> Path:
    """Return the folder for the tools' caches of this clone."""
    return cache_folder() / ("work-" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:12])


def child_environment() -> dict[str, str]:
    """Return the variables for what we start: our own Python, caches outside the source, a home that can be written."""
    work, env, home = work_folder(), dict(os.environ), home_folder()
    work.mkdir(parents=True, exist_ok=True)
    for name in "PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV PIP_USER PIP_TARGET PIP_REQUIRE_VIRTUALENV".split():
        env.pop(name, None)
    source_is_writable = is_writable(ROOT / "build")
    if not source_is_writable:
        env["PYTHONPYCACHEPREFIX"] = str(work / "pycache")
    env.update(PYTHONPATH=str(ROOT), PYTHONSAFEPATH="1", PYTHONUTF8="1", BARTENDER_CACHE_DIR=str(work))
    env.update(MYPY_CACHE_DIR=str(work / "mypy"), RUFF_CACHE_DIR=str(work / "ruff"))
    env.update(HYPOTHESIS_STORAGE_DIRECTORY=str(work / "hypothesis"), COVERAGE_FILE=str(work / "coverage"))
    env["BARTENDER_TEST_BUILD"] = str((ROOT if source_is_writable else work) / "build")
    if not WINDOWS and not (home and is_writable(home) and env.get("HOME")):
        env["HOME"] = str(home if home and is_writable(home) else work)
    return env


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold the lock file until this process and what it started are gone. A disk without locks is used without."""
    with lock.open("a+b") as file:
        if not try_lock(file.fileno()):
            say("Another run is preparing the environment; waiting for it.")
            while not try_lock(file.fileno()):
                time.sleep(0.3)
        os.set_inheritable(file.fileno(), True)  # an installation outlives this process if that is killed
        yield


def try_lock(number: int) -> bool:
    """Say whether the open file of that number is ours now."""
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore] # not on Linux
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def environment(kind: str) -> Path:
    """Return the Python of the environment for `run` or `test`, made now if there is none yet.

    Its folder is named after the pins and the Python that makes it. The marker is written last: a folder without one
    was interrupted, and is made again under a lock.
    """
    pins_read = (ROOT / PINS[kind]).read_bytes().replace(b"\r\n", b"\n")
    made_by = f"{sys.implementation.name} {sys.version} {platform.machine()} {sys.base_prefix}"
    folder = cache_folder() / f"env-{kind}-{hashlib.sha256(pins_read + made_by.encode()).hexdigest()[:16]}"
    python, marker = folder / ("Scripts/python.exe" if WINDOWS else "bin/python"), folder / "ready"
    if not (marker.exists() and python.exists()):
        with only_one(folder.with_suffix(".lock")):
            if not (marker.exists() and python.exists()):
                make_environment(kind, folder, python)
                marker.touch()
    return python


def make_environment(kind: str, folder: Path, python: Path) -> None:
    """Make the folder from the hashed pins, or stop with a sentence."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python3.{sys.version_info[1]}-venv"
        raise Stop(f"Python's venv is missing here. {AGAIN}{SUDO}apt-get install {package}")
    say(f"Preparing BarTender's environment in {folder} (once; {'350' if kind == 'run' else '500'} MB).")
    began, log = time.monotonic(), folder.with_suffix(".log")
    log.write_bytes(b"")
    shutil.rmtree(str(folder), ignore_errors=True)
    if quietly("making it", [sys.executable, "-m", "venv", str(folder)], log) != 0:
        raise Stop(f"Python could not make the environment. Its own words:\n{last_lines(log)}")
    words = "-m pip install --disable-pip-version-check --no-input --only-binary :all: --no-deps --require-hashes -r"
    install = [str(python), *words.split(), str(ROOT / PINS[kind])]
    if quietly("downloading and installing", install, log) != 0:
        raise Stop(NO_PACKAGES.format(log=log, said=last_lines(log)))
    say(f"The environment is ready after {time.monotonic() - began:.0f} s.")


def quietly(words: str, command: Sequence[str], log: Path) -> int:
    """Run a command into the log, say every 10 s that it still works, and return its exit code."""
    env, began = child_environment(), time.monotonic()
    env.pop("PYTHONPATH")
    env.pop("PYTHONPYCACHEPREFIX", None)  # the environment keeps its own compiled files
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, close_fds=False
        )
        try:
            while process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=10 - (time.monotonic() - began) % 10)
                    break
                say(f"  still {words}, {time.monotonic() - began:.0f} s")
        finally:
            process.kill()
    return process.returncode


def last_lines(log: Path) -> str:
    """Return the end of a log, indented."""
    return "".join("    " + line + "\n" for line in log.read_text("utf-8", "replace").splitlines()[-8:])


def insist_on_qt(python: Path, *, window: bool) -> None:
    """Try to load Qt; install the system libraries it misses where this runs as root, else stop with the command."""
    tried = python.parent.parent / ("qt-window" if window else "qt-offscreen")
    if not LINUX or tried.exists():
        return
    complaint = qt_complaint(python, window=window)
    if complaint:
        command = library_command(window=window)
        if not command:
            raise Stop(f"Qt misses a library, and there is neither apt-get nor dnf here: {complaint}")
        if os.getuid() != 0:
            raise Stop(f"Qt misses libraries ({complaint}). {AGAIN}{SUDO}{shlex.join(command)}")
        say("Installing the system libraries that Qt needs: " + shlex.join(command))
        log = python.parent.parent.with_suffix(".log")
        if command[0] == "apt-get":
            command[1:1] = ["-q", "-o", "DPkg::Lock::Timeout=300"]
            quietly("reading the package lists", [*command[:4], "update"], log)
        if quietly("installing", command, log) != 0 or qt_complaint(python, window=window):
            raise Stop(f"They could not be installed. The last words (all in {log}):\n{last_lines(log)}")
    tried.touch()


def qt_complaint(python: Path, *, window: bool) -> str:
    """Return what the system's loader says when Qt is loaded; nothing if all went well."""
    plugins = ["libqoffscreen.so"]
    if window:
        plugins.append("libqxcb.so" if os.environ.get("DISPLAY") else "libqwayland.so")
    command = [str(python), "-I", "-c", QT_TRIAL, *plugins]
    ran = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    return ran.stderr.decode("utf-8", "replace").strip().splitlines()[-1] if ran.returncode != 0 else ""


def library_command(*, window: bool) -> list[str]:
    """Return the command that installs what Qt needs to draw or to open a window; empty if none is known."""
    if shutil.which("apt-get"):
        return f"apt-get install -y --no-install-recommends {APT} {APT_WINDOW if window else ''}".split()
    if shutil.which("dnf"):
        names = DNF.split() + (DNF_WINDOW.split() if window else [])
        return ["dnf", "install", "-y", *(f"lib{name}()(64bit)" for name in names)]
    return []


def run(arguments: Sequence[str]) -> int:
    """Open the till on the demo bar, or run the command named first (`run server --demo`, `run till --headless`)."""
    words = [*(["demo"] if not arguments or arguments[0][:1] == "-" else []), *arguments]
    if words[0] not in PROGRAMS:
        raise Stop(f"There is nothing called {words[0]!r} to run; there are: {', '.join(PROGRAMS)}.", code=2)
    has_screen = not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    flags = {word.split("=")[0] for word in words} & {"--screenshot", "--headless", "--help"}
    wants_window = words[0] in ("demo", "till") and not flags
    if wants_window and not has_screen and "QT_QPA_PLATFORM" not in os.environ:
        raise Stop(NO_SCREEN, code=2)
    python, env = environment("run"), child_environment()
    if wants_window or "--screenshot" in flags:
        insist_on_qt(python, window=wants_window and has_screen)
    command = [str(python), "-m", "app", *words]
    if not WINDOWS:  # the till becomes this process: signals and exit code are its own
        os.execve(command[0], command, env)
    return subprocess.call(command, env=env)


def in_test_environment(*words: str, **variables: str) -> int:
    """Run a module of the test environment, Qt without a screen, and return its exit code."""
    python = environment("test")
    insist_on_qt(python, window=False)
    env = dict(child_environment(), QT_QPA_PLATFORM="offscreen", **variables)
    return subprocess.call([str(python), "-m", *words], cwd=str(ROOT), env=env)


def pytest(*words: str, **variables: str) -> int:
    """Run pytest with its cache outside the source."""
    cache = f"cache_dir={work_folder() / 'pytest'}"
    return in_test_environment("pytest", "-p", "tests.no_skips", "-o", cache, *words, **variables)


def test(arguments: Sequence[str]) -> int:
    """Run every test but the long proofs, in random order, on every core (2 to 8)."""
    return pytest("-n", str(min(max(os.cpu_count() or 2, 2), 8)), *arguments)


def check(arguments: Sequence[str]) -> int:
    """Run every check that needs no test: format, lint, types, imports, SQL, translations, the repository's rules."""
    return in_test_environment("tests.checks", *arguments)


def proof(arguments: Sequence[str]) -> int:
    """Run the proofs with their full counts, one after the other; each writes its dated result to docs/proof/."""
    out = str(ROOT / "docs/proof" if is_writable(ROOT / "docs/proof") else work_folder() / "proof")
    say(f"The full proofs take a long time; each writes its result to {out}.")
    return pytest("-m", "proof", "-o", "timeout=7200", "-v", *arguments, BARTENDER_PROOF_OUT=out)


def bench(arguments: Sequence[str]) -> int:
    """Run the measures of tests/bench, all or those named; their figures go to build/bench/."""
    return in_test_environment("tests.bench", *arguments)


def pins(arguments: Sequence[str]) -> int:
    """Write requirements*.txt again from pyproject.toml with uv: one file for all systems, hashes, no addresses."""
    uv = shutil.which("uv")
    if uv is None:
        raise Stop(f"uv makes the pins. {AGAIN}python3 -m pip install uv")
    words = "pip compile -q --universal --python-version=3.11 --generate-hashes --no-config --no-header --no-annotate"
    words += " --no-emit-index-url --no-emit-find-links pyproject.toml -o "
    for output, extra in ((PINS["run"], ""), (PINS["test"], f" --extra=dev -c{PINS['run']}")):
        if subprocess.call([uv, *(words + output + extra).split(), *arguments], cwd=str(ROOT)) != 0:
            raise Stop(f"uv could not make {output}.")
    return 0


def main(arguments: Sequence[str]) -> int:
    """Do what the first word says (`run` if there is none) and return the exit code."""
    commands = {"run": run, "test": test, "check": check, "proof": proof, "bench": bench, "pins": pins}
    if arguments and arguments[0] in ("-h", "--help", "help"):
        say(__doc__ or "")
        return 0
    name, *words = arguments if arguments and arguments[0][:1] != "-" else ["run", *arguments]
    if name not in commands:
        say(f"There is no command {name!r}; there are: {', '.join(commands)}.")
        return 2
    try:
        insist_on_python(arguments)
        return commands[name](words)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print(f"This machine refused: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
