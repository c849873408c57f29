"""tools.py as a newcomer meets it: an old Python, no home, no screen, two runs at once, a run that was interrupted."""

import ast
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import tools
from tests import no_skips
from tests.proof_record import record

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a small clone in a folder with spaces, whose pins are empty so that its environment is made at once."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    shutil.copy(ROOT / "tools.py", folder)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text("")
    return folder


def start(clone: Path, cache: Path, code: str) -> subprocess.Popen[str]:
    """Start Python on the clone's own tools, with an empty cache folder."""
    command = [sys.executable, "-c", f"import sys, tools\n{code}"]
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(clone)}
    return subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=clone
    )


def ran(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return the exit code and what was printed."""
    printed, _ = process.communicate(timeout=120)
    return process.returncode, printed


def test_it_can_be_read_by_an_old_python_and_imports_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "tools.py").read_text("utf-8"), feature_version=(3, 7))

    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_make_and_the_windows_file_know_every_command() -> None:
    names = {"run", "test", "check", "proof", "bench", "pins"}

    assert names <= set((ROOT / "Makefile").read_text("utf-8").split())
    assert "tools.py %*" in (ROOT / "run.bat").read_text("utf-8")
    assert tools.main(["no-such-command"]) == 2


@pytest.mark.skipif(os.name == "nt", reason="shell scripts stand in for Pythons")
def test_a_newer_python_is_found_past_one_that_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, line in (("python3.13", "exit 127"), ("python3.12", f'exec "{sys.executable}" "$@"')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert tools.newer_python() == [str(tmp_path / "python3.12")]


def test_without_a_newer_python_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(tools, "OLDEST", (99, 0))

    assert tools.main(["test"]) == 1
    assert "Install one and run this again" in capsys.readouterr().err


def test_a_missing_venv_is_named_with_the_command_that_installs_it(clone: Path, tmp_path: Path) -> None:
    code, printed = ran(
        start(clone, tmp_path / "cache", "sys.modules['ensurepip'] = None; sys.exit(tools.main(['test']))")
    )

    assert code == 1
    assert printed.strip().endswith(f"apt-get install python3.{sys.version_info[1]}-venv")


def test_two_runs_at_once_make_one_environment(clone: Path, tmp_path: Path) -> None:
    both = [
        start(clone, tmp_path / "a cache", "print('python:', tools.environment('run'))") for _ in range(2)
    ]
    results = [ran(process) for process in both]

    printed = "".join(text for _, text in results)
    pythons = {line for line in printed.splitlines() if line.startswith("python: ")}
    assert [code for code, _ in results] == [0, 0], printed
    assert printed.count("The environment is ready") == 1
    assert len(pythons) == 1
    assert Path(pythons.pop().removeprefix("python: ")).exists()


def test_an_interrupted_environment_is_made_again_and_a_finished_one_kept(
    clone: Path, tmp_path: Path
) -> None:
    ask = "print('python:', tools.environment('run'))"
    _, first = ran(start(clone, tmp_path, ask))
    folder = Path(first.split("python: ")[1].strip()).parents[1]
    left_over = folder / "half-installed"
    left_over.touch()
    _, finished = ran(start(clone, tmp_path, ask))
    assert left_over.exists()
    assert "Preparing" not in finished

    (folder / "ready").unlink()
    _, again = ran(start(clone, tmp_path, ask))
    assert "Preparing" in again
    assert not left_over.exists()


def test_pins_that_cannot_be_installed_are_said_in_plain_words(clone: Path, tmp_path: Path) -> None:
    (clone / "requirements.txt").write_text(f"./nothing-here.whl --hash=sha256:{'0' * 64}\n")

    code, printed = ran(start(clone, tmp_path, "sys.exit(tools.main(['run', '--screenshot=till.png']))"))

    assert code == 1
    assert "The packages could not be installed" in printed
    assert "nothing-here.whl" in printed
    assert "Traceback" not in printed


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there can a screen be missing")
def test_without_a_screen_it_offers_the_picture_before_it_installs_anything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert tools.main(["run"]) == 2
    assert "make run ARGS=--screenshot=till.png" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

    assert tools.main(["run", "nonsense"]) == 2
    said = capsys.readouterr().err
    assert "nothing called 'nonsense' to run; there are: demo, till, server, admin." in said
    assert "screen" not in said


def test_a_home_that_is_empty_missing_or_not_writable_still_gives_a_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "empty"))
    monkeypatch.delenv("XDG_CACHE_HOME")
    if sys.platform.startswith("linux"):
        assert tools.cache_folder() == tmp_path / "empty/.cache/bartender"

    blocked = tmp_path / "a-file"
    blocked.touch()
    monkeypatch.setenv("HOME", str(blocked))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert tools.is_writable(tools.cache_folder())
    assert tools.is_writable(Path(tools.child_environment()["HOME"]))

    monkeypatch.delenv("HOME")
    assert tools.is_writable(tools.cache_folder())


@pytest.mark.skipif(os.name == "nt", reason="there are no modes there")
def test_a_shared_folder_is_never_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shared = tmp_path / f"bartender-{os.getuid()}"
    shared.mkdir()
    shared.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)

    with pytest.raises(tools.Stop, match="not yours alone"):
        tools.cache_folder()


def test_tools_leave_a_source_that_cannot_be_written_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "source"
    blocked.touch()
    monkeypatch.setattr(tools, "ROOT", blocked)

    env = tools.child_environment()
    caches = (
        "PYTHONPYCACHEPREFIX",
        "BARTENDER_TEST_BUILD",
        "MYPY_CACHE_DIR",
        "RUFF_CACHE_DIR",
        "COVERAGE_FILE",
    )
    assert all(Path(env[name]).is_relative_to(tools.cache_folder()) for name in caches)


@pytest.mark.parametrize(
    ("test", "in_ci", "exit_code"),
    [
        ("pytest.skip('no')", True, 1),
        ("pytest.skip('no')", False, 0),
        ("pytest.xfail('no')", True, 1),
        ("pass", True, 0),
    ],
)
def test_a_skip_fails_the_run_in_ci_only(tmp_path: Path, test: str, *, in_ci: bool, exit_code: int) -> None:
    (tmp_path / "test_one.py").write_text(f"import pytest\n\n\ndef test_one():\n    {test}\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    env = {name: value for name, value in os.environ.items() if name != "CI"} | (
        {"CI": "true"} if in_ci else {}
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.no_skips",
        "-p",
        "no:cacheprovider",
        "-c",
        "pytest.ini",
    ]

    code, printed = ran(
        subprocess.Popen(
            command,
            cwd=tmp_path,
            env=env | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    )

    assert code == exit_code, printed
    assert ("SKIPPED WITHOUT A LISTED REASON test_one.py::test_one" in printed) == bool(exit_code)


def test_a_listed_skip_needs_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    listed = tmp_path / "allowed.toml"
    listed.write_text('"tests/a.py::one" = "no tape there"\n"tests/a.py::two" = " "\n')
    monkeypatch.setattr(no_skips, "ALLOWED", listed)

    assert no_skips.allowed_skips() == {"tests/a.py::one": "no tape there"}


def test_a_proof_is_kept_with_its_circumstances_and_only_when_one_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BARTENDER_PROOF_OUT", raising=False)
    assert record("kills", {"kills": 20}, seed=7, duration_s=1.5) is None

    monkeypatch.setenv("BARTENDER_PROOF_OUT", str(tmp_path / "proof"))
    path = record("kills", {"kills": 200, "lost": 0}, seed=7, duration_s=61.24, till="C1")
    assert path is not None
    kept = json.loads(path.read_text("utf-8"))
    assert kept["counts"] == {"kills": 200, "lost": 0}
    assert (kept["seed"], kept["duration_s"], kept["till"]) == (7, 61.2, "C1")
    assert {"date", "commit", "trees", "changed_since", "python", "postgres", "machine"} <= kept.keys()


def test_the_pins_hold_everything_that_the_packages_ask_for() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout
