"""Our rules about source code that no linter knows, read from the syntax tree; each yields `path:line what is wrong`.

They do not look at style: ruff does, with the configuration in pyproject.toml.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FILE_LINES, FUNCTION_LINES = 400, 40

# Calls that turn a second event loop inside ours: a coroutine that stands above one is never resumed.
NESTED_LOOPS = {"exec", "exec_", "processEvents"}
NESTED_STATICS = {
    "QMessageBox": {"question", "information", "warning", "critical", "about", "aboutQt"},
    "QFileDialog": {"getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"},
    "QInputDialog": {"getText", "getInt", "getDouble", "getItem", "getMultiLineText"},
    "QColorDialog": {"getColor"},
    "QFontDialog": {"getFont"},
}
MAY_START_TASKS = {
    "app/ui/tasks.py": "spawn, which logs what fails",
    "app/build.py": "spawn of the headless till",
    "app/sync/backoff.py": "races two waits and ends both before it returns",
    "app/server/relay/relay.py": "ends sockets in the task group of the relay, which logs what fails",
    "app/server/connecting.py": "a connect that a cancellation may not tear apart, awaited before it returns",
}
MAY_RUN_THE_LOOP = {"app/ui/app.py": "the application's own loop"}
SIZES = re.compile(
    r"set(Fixed|Minimum|Maximum|Icon)?(Size|Width|Height)|set(Contents)?Margins|set(Horizontal|Vertical)?Spacing"
    r"|set(Pixel|Point)Size(F)?|resize|QColor"
)
COLOUR_OR_PIXELS = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b|\b\d+(?:\.\d+)?p[xt]\b")


def too_long(path: str, text: str) -> Iterator[str]:
    """Files over 400 lines, and functions over 40, their docstring not counted."""
    if (lines := text.count("\n")) > FILE_LINES:
        yield f"{path}:1 has {lines} lines; the limit is {FILE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = _end(node) - node.lineno + 1 - _docstring_lines(node)
            if lines > FUNCTION_LINES:
                yield f"{path}:{node.lineno} {node.name} has {lines} lines; the limit is {FUNCTION_LINES}"


def _end(node: ast.stmt | ast.expr) -> int:
    return node.end_lineno or node.lineno


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return 0 if ast.get_docstring(node) is None else _end(node.body[0]) - node.body[0].lineno + 1


def nested_loops(path: str, text: str) -> Iterator[str]:
    """`exec()` and everything else that runs an event loop inside the application's."""
    if path in MAY_RUN_THE_LOOP:
        return
    for call in _calls(text):
        if isinstance(call.func, ast.Attribute):
            owner = call.func.value.id if isinstance(call.func.value, ast.Name) else ""
            if call.func.attr in NESTED_LOOPS or call.func.attr in NESTED_STATICS.get(owner, ()):
                yield f"{path}:{call.lineno} {call.func.attr}() runs a nested event loop: use open() and signals"
        elif isinstance(call.func, ast.Name) and call.func.id == "QEventLoop":
            yield f"{path}:{call.lineno} QEventLoop() is a nested event loop: use signals"


def bare_tasks(path: str, text: str) -> Iterator[str]:
    """Tasks that nobody awaits: `create_task` and `ensure_future`, but those of a task group."""
    if path in MAY_START_TASKS:
        return
    groups = set(_task_groups(text))
    for call in _calls(text):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if name in ("create_task", "ensure_future") and owner not in groups:
            yield f"{path}:{call.lineno} {name}() outside spawn: an error in it would be lost"


def _task_groups(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.AsyncWith):
            for item in node.items:
                if item.optional_vars is not None and "TaskGroup" in ast.unparse(item.context_expr):
                    yield ast.unparse(item.optional_vars)


def waits_of_qtbot(path: str, text: str) -> Iterator[str]:
    """`qtbot.wait…` inside a coroutine, which loses tasks under qasync."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.AsyncFunctionDef):
            for call in _calls_in(node):
                if ast.unparse(call.func).startswith("qtbot.wait"):
                    yield f"{path}:{call.lineno} {ast.unparse(call.func)}() inside a coroutine loses tasks"


def sleeps_and_mocks(path: str, text: str) -> Iterator[str]:
    """In tests: waiting for time to pass instead of for the thing itself, and mocks instead of fakes that behave.

    `sleep(0)` gives way, and `sleep(draw.uniform(…))` is a moment drawn at random, say of a kill: both are meant. The
    measures of `tests/bench` are no tests: they pace what they put on.
    """
    for call in _calls(text) if not path.startswith("tests/bench/") else ():
        meant = call.args and re.fullmatch(r"0|[a-z_.]+\.uniform\(.*\)", ast.unparse(call.args[0]))
        if (
            ast.unparse(call.func) in ("time.sleep", "asyncio.sleep", "QTest.qWait", "qtbot.wait")
            and not meant
        ):
            yield f"{path}:{call.lineno} {ast.unparse(call.func)}() waits for time: wait for what should happen"
    for node in ast.walk(ast.parse(text)):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if any(module.split(".")[:2] == ["unittest", "mock"] or module == "mock" for module in modules):
            yield f"{path}:{getattr(node, 'lineno', 1)} a mock: write a fake that behaves"


def colours_and_pixels(path: str, text: str) -> Iterator[str]:
    """Colours and sizes that do not come from the theme, whose own files are `app/ui/theme*.py`."""
    if path.startswith("app/ui/theme"):
        return
    tree = ast.parse(text)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            if found := COLOUR_OR_PIXELS.search(node.value):
                yield f"{path}:{node.lineno} {found.group()} does not come from the theme"
        elif isinstance(node, ast.Call) and SIZES.fullmatch(ast.unparse(node.func).rsplit(".", 1)[-1]):
            numbers = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            sizes = [number for number in numbers if isinstance(number, int | float) and abs(number) > 1]
            yield from (f"{path}:{node.lineno} {size} does not come from the theme" for size in sizes[:1])


def more_than_qtcore(path: str, text: str) -> Iterator[str]:
    """Imports of a view model that need a screen."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = (
                [f"{node.module}.{name}" for name in names]
                if node.module == "PySide6"
                else [node.module or ""]
            )
        for name in names:
            if name.split(".")[0] == "PySide6" and name.split(".")[:2] != ["PySide6", "QtCore"]:
                yield f"{path}:{node.lineno} {name}: a view model imports QtCore only"


def codes(text: str) -> set[str]:
    """Return the error codes that a Python file names as whole strings."""
    names = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return {name for name in names if isinstance(name, str) and re.fullmatch(r"TL[A-Z]{3}", name)}


def _calls(text: str) -> Iterator[ast.Call]:
    yield from _calls_in(ast.parse(text))


def _calls_in(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def named_paths(markdown: str) -> Iterator[str]:
    """Yield the paths that a page names in back-ticks, plain blocks or links; no examples with < or …."""
    without_diagrams = re.sub(r"```mermaid.*?```", "", markdown, flags=re.DOTALL)
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", without_diagrams, flags=re.DOTALL | re.MULTILINE)
    spans = re.findall(
        r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", without_diagrams, flags=re.DOTALL | re.MULTILINE)
    )
    links = re.findall(r"\]\(([^)#\s]+)", without_diagrams)
    for word in (*(word for part in (*blocks, *spans) for word in part.split()), *links):
        plain = word.strip(",;:().")
        is_path = re.fullmatch(
            r"\.?[\w*-]+(/[\w.*-]+)*(/|\.(py|md|sql|json|toml|txt|bat|ts|yml|svg|png))", plain
        )
        if is_path and not re.search(r"NNNN|^build/|://", plain):
            yield plain


def python_files(root: Path, *folders: str) -> Iterator[tuple[str, str]]:
    """Yield path (from the root, with /) and text of each Python file of the folders, or of the file itself."""
    for folder in folders:
        found = [root / folder] if folder.endswith(".py") else sorted((root / folder).rglob("*.py"))
        for path in found:
            yield path.relative_to(root).as_posix(), path.read_text("utf-8")
