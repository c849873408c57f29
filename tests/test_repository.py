"""Rules about the repository itself: its sources, pins, pages, error codes and fonts, and the Qt that it runs on."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont
from pytestqt.qtbot import QtBot

from tests import source_rules
from tests.no_skips import allowed_skips

ROOT = Path(__file__).resolve().parents[1]
Rule = Callable[[str, str], Iterator[str]]

# Where packages come from is each machine's own affair. Joined here, so that this file does not hold what it forbids.
FORBIDDEN = [
    *(
        "".join(pair)
        for pair in [("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"), ("npmjs", ".com")]
    ),
    *("".join(pair) for pair in [("yarnpkg", ".com"), ("deb.debian", ".org"), ("archive.ubuntu", ".com")]),
    *(
        "".join(pair)
        for pair in [("/opt", "/wheels"), ("/opt", "/pypi"), ("/ro", "ot/"), ("/wo", "rk/"), ("file:", "///")]
    ),
    *("".join(pair) for pair in [("/tmp", "/bt"), (".py", "env/versions/3"), ("C:", "\\Users\\")]),
]
FRENCH = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæ"
SIGNS = " \u00a0\u202f0123456789.,:;!?'’‘\"“”«»()[]{}/\\|@#&%*+-–—−=×÷<>_~…·•€°№→←↑↓✓⌫"


def files_of_the_repository() -> Iterator[Path]:
    """Yield what git tracks or would track; in a copy without git, every file but what tools write."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        written = re.compile(r"(^|/)(build|dist|\.git|__pycache__|\.[a-z_]*_cache|\.hypothesis|\.venv)(/|$)")
        names = [path for path in ROOT.rglob("*") if not written.search(path.relative_to(ROOT).as_posix())]
    yield from (path for path in names if path.is_file())


@pytest.mark.parametrize(
    ("rule", "folders"),
    [
        (source_rules.too_long, ("app", "tests", "packaging", "tools.py")),
        (source_rules.nested_loops, ("app",)),
        (source_rules.bare_tasks, ("app",)),
        (source_rules.waits_of_qtbot, ("tests",)),
        (source_rules.sleeps_and_mocks, ("tests",)),
        (source_rules.colours_and_pixels, ("app/ui",)),
        (source_rules.more_than_qtcore, ("app/ui/view_models",)),
    ],
    ids=lambda value: getattr(value, "__name__", "in"),
)
def test_the_sources_keep_our_rules(rule: Rule, folders: tuple[str, ...]) -> None:
    found = [
        complaint
        for path, text in source_rules.python_files(ROOT, *folders)
        for complaint in rule(path, text)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (source_rules.too_long, "x = 1\n" * 401),
        (source_rules.too_long, "def f():\n" + "    x = 1\n" * 40),
        (source_rules.nested_loops, "dialog.exec()"),
        (source_rules.nested_loops, "QMessageBox.question(None, '', '')"),
        (source_rules.bare_tasks, "asyncio.create_task(story())"),
        (source_rules.waits_of_qtbot, "async def test_x(qtbot):\n    qtbot.waitUntil(done)"),
        (source_rules.sleeps_and_mocks, "asyncio.sleep(0.1)"),
        (source_rules.sleeps_and_mocks, "from unittest.mock import Mock"),
        (source_rules.more_than_qtcore, "from PySide6.QtWidgets import QWidget"),
        (source_rules.more_than_qtcore, "from PySide6 import QtCore, QtGui"),
        (source_rules.more_than_qtcore, "import PySide6.QtQuick"),
        (source_rules.colours_and_pixels, "sheet = 'color: #ff0000'"),
        (source_rules.colours_and_pixels, "sheet = 'width: 12px'"),
        (source_rules.colours_and_pixels, "self.setFixedSize(40, self.theme.mm(9))"),
    ],
)
def test_a_rule_finds_what_it_forbids(rule: Rule, source: str) -> None:
    assert len(list(rule("app/ui/example.py", source))) == 1


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (source_rules.too_long, 'def f():\n    """' + "words\n" * 40 + '"""\n' + "    x = 1\n" * 39),
        (source_rules.nested_loops, "dialog.open()"),
        (
            source_rules.bare_tasks,
            "async def f():\n  async with asyncio.TaskGroup() as group:\n    group.create_task(g())",
        ),
        (source_rules.waits_of_qtbot, "def test_x(qtbot):\n    qtbot.waitUntil(done)"),
        (source_rules.sleeps_and_mocks, "asyncio.sleep(0)\nasyncio.sleep(draw.uniform(0, 1))"),
        (source_rules.more_than_qtcore, "from PySide6.QtCore import QObject\nfrom PySide6 import QtCore"),
        (source_rules.colours_and_pixels, "self.setFixedHeight(self.theme.mm(13))\nlabel = 'ticket #12'"),
    ],
)
def test_a_rule_lets_the_right_way_pass(rule: Rule, source: str) -> None:
    assert list(rule("app/ui/example.py", source)) == []


def test_nothing_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = []
    for path in files_of_the_repository():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]

    assert not found, "\n".join(found)


def test_pages_name_only_paths_that_exist() -> None:
    missing = [
        f"{page.name}: {name}"
        for page in ROOT.glob("[A-Z]*.md")
        if page.name != "CHANGELOG.md"
        for name in source_rules.named_paths(page.read_text("utf-8"))
        if not any(ROOT.glob(name.rstrip("/")))
        and not any((ROOT / "sql").glob(name))
        and name != "docs/proof/"
    ]

    assert not missing, "\n".join(missing)


def test_pictures_that_the_pages_have_made_leave_a_clone_clean() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    said = (ROOT / "README.md").read_text("utf-8") + (ROOT / "tools.py").read_text("utf-8")

    named = set(re.findall(r"--screenshot=([\w.]+)", said))
    assert named
    assert {f"/{name}" for name in named} <= set(ignored)


def test_the_first_page_says_what_its_commands_install_in_the_system() -> None:
    first_page, tools = ((ROOT / name).read_text("utf-8") for name in ("README.md", "tools.py"))
    beginning = first_page.partition("## Try it")[2].partition("## ")[0]

    for command in ("apt-get", "dnf"):
        assert f'which("{command}")' in tools
        assert f"`{command} install`" in beginning


def test_every_error_code_is_raised_listed_and_said() -> None:
    """The server's codes are those of sql/ERRORS.md; the till has a sentence for these and for its own, no other."""
    listed = set(
        re.findall(r"^\|\s*`?(TL[A-Z]{3})\b", (ROOT / "sql/ERRORS.md").read_text("utf-8"), re.MULTILINE)
    )
    of_sql, of_till, said = set[str](), set[str](), set[str]()
    for file in (ROOT / "sql").rglob("*.sql"):
        of_sql |= set(re.findall(r"'(TL[A-Z]{3})'", file.read_text("utf-8")))
    for path, text in source_rules.python_files(ROOT, "app"):
        if path.startswith("app/ui/messages"):
            said |= source_rules.codes(text)
        elif not path.startswith("app/ui/"):
            of_till |= source_rules.codes(text)

    assert sorted(of_sql ^ listed) == [], "only in the SQL or only in sql/ERRORS.md"
    assert sorted((listed | of_till) - said) == [], "app/ui/messages.py has no sentence"
    assert sorted(said - listed - of_till) == [], "app/ui/messages.py speaks of what nobody raises"


def pins(name: str) -> dict[str, tuple[Requirement, int]]:
    """Return each pinned package with its requirement and the number of its hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    found: dict[str, tuple[Requirement, int]] = {}
    for line in text.splitlines():
        words, *hashes = line.split("--hash=sha256:")
        requirement = Requirement(words)
        found[canonicalize_name(requirement.name)] = (requirement, len(hashes))
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_is_one_exact_version_with_hashes(name: str) -> None:
    for package, (requirement, hashes) in pins(name).items():
        assert re.fullmatch(r"==[0-9][\w.!+]*", str(requirement.specifier)), package
        assert requirement.url is None, package
        assert hashes > 0, package


def test_the_pins_are_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")

    for asked, pinned in ((project["dependencies"], run), (project["optional-dependencies"]["dev"], dev)):
        for requirement in map(Requirement, asked):
            version = str(pinned[canonicalize_name(requirement.name)][0].specifier).removeprefix("==")
            assert requirement.specifier.contains(version), f"{requirement} is pinned at {version}"
    assert {name: str(pin[0]) for name, pin in run.items()}.items() <= {
        n: str(p[0]) for n, p in dev.items()
    }.items()


def test_a_listed_skip_names_a_test_that_exists() -> None:
    assert [test for test in allowed_skips() if not (ROOT / test.split("::", maxsplit=1)[0]).is_file()] == []


def test_every_french_glyph_is_in_every_bundled_font(qtbot: QtBot) -> None:
    fonts = sorted((ROOT / "resources/fonts").glob("Inter-*.otf"))
    wanted = sorted(set(FRENCH + FRENCH.upper() + SIGNS))

    for font in fonts:
        raw = QRawFont(str(font), 16)
        assert [sign for sign in wanted if not raw.supportsCharacter(ord(sign))] == [], font.name
    assert len(fonts) == 4


def test_the_bundled_fonts_give_four_weights_and_digits_of_one_width(qtbot: QtBot) -> None:
    for file in (ROOT / "resources/fonts").glob("Inter-*.otf"):
        assert QFontDatabase.addApplicationFont(str(file)) >= 0

    widths = []
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold):
        font = QFont("Inter", weight=weight)
        font.setPixelSize(40)
        widths.append(QFontMetricsF(font).horizontalAdvance("Hamburg"))
        font.setFeature(QFont.Tag("tnum"), 1)
        metrics = QFontMetricsF(font)
        digits = [metrics.horizontalAdvance(digit) for digit in "0123456789"]
        assert max(digits) - min(digits) < 0.1
    assert widths == sorted(set(widths))


def test_qt_gives_back_every_reference_to_none_and_true() -> None:
    """PySide6 6.12.0 dropped one at each call on Python 3.10 and 3.11, and aborted after some thousands."""
    thing = QObject()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1000):
        thing.setObjectName("x")
        thing.blockSignals(False)
        thing.signalsBlocked()
    after = sys.getrefcount(None), sys.getrefcount(True)

    assert [count > start - 200 for start, count in zip(before, after, strict=True)] == [True, True]
