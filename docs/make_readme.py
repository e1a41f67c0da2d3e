"""Runs the commands of the README's ``console`` and ``pycon`` blocks and writes what they print below them.

    python docs/make_readme.py            # writes README.md and docs/alliances.png
    python docs/make_readme.py --check    # exit code 1 if README.md is out of date

Times are written as "… s" and the working folder as /home/you, so that the outcome is the same everywhere.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "alliances.png"

BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def render(text: str, folder: Path) -> str:
    """Return the README's text with fresh outputs; commands run one after the other in ``folder``."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    tools = folder / "tools"
    tools.mkdir()
    (tools / "kg").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kg.cli "$@"\n')
    (tools / "kg").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment.pop("KG_STORE", None)

    def run_block(found: re.Match[str]) -> str:
        run = run_console if found[1] == "console" else run_python
        return f"```{found[1]}\n{run(found[2], folder, environment)}```"

    return BLOCK.sub(run_block, text)


def run_console(block: str, folder: Path, environment: dict[str, str]) -> str:
    """Run the lines that begin with a dollar sign."""
    written = []
    for command in [line[2:] for line in block.splitlines() if line.startswith("$ ")]:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"README: {command}\n{done.stdout}exit code {done.returncode}")
        written.append(f"$ {command}\n{steady(done.stdout, folder)}")
    return "".join(written)


def run_python(block: str, folder: Path, environment: dict[str, str]) -> str:
    """Run the lines that begin with a prompt, as an interactive Python does."""
    lines = [line[4:] for line in block.splitlines() if line.startswith((">>> ", "... "))]
    code = "import code, sys\nsys.ps1 = sys.ps2 = ''\n"
    code += "console = code.InteractiveConsole()\n"
    code += f"for line in {lines!r}:\n    print('>>> ' + line, flush=True)\n    console.push(line)\n"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode or done.stderr:
        raise SystemExit(f"README: {block}\n{done.stderr}")
    return steady(done.stdout, folder)


def steady(text: str, folder: Path) -> str:
    """Take out of an output what differs from run to run."""
    text = re.sub(r"\b\d+\.\d s\b", "… s", text)
    return text.replace(str(folder.resolve()), "/home/you")


def draw_picture(folder: Path) -> None:
    """Draw the picture of the README from the store that its first command has made in ``folder``."""
    import kg

    with kg.open(folder / "conflict.kg") as graph:
        graph.draw("alliances", PICTURE)


def main(arguments: list[str]) -> int:
    """Write the README, or check it."""
    old = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        new = render(old, Path(name))
        if "--check" in arguments:
            return int(new != old)
        README.write_text(new, "utf-8")
        draw_picture(Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
