"""Makes all that scripts make in ``docs/`` and the README again, from what the code does now.

    python docs/make_all.py            # writes; says what has changed
    python docs/make_all.py --check    # writes nothing; exit code 1 if something is out of date

The picture is only written when the network that it shows has changed: its bytes depend on the fonts.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import make_architecture
import make_readme

from kg.ontology import render_page

DOCS = Path(__file__).resolve().parent


def make(*, pictures: bool) -> Iterator[tuple[Path, str]]:
    """Yield each page with its new text; draw the picture of the README when asked to."""
    yield DOCS / "ontology.md", render_page()
    yield make_architecture.PAGE, make_architecture.write_page()
    with tempfile.TemporaryDirectory() as name:
        page = DOCS / "corrections.md"
        yield page, make_readme.render(page.read_text("utf-8"), Path(name))
    with tempfile.TemporaryDirectory() as name:
        old = make_readme.README.read_text("utf-8")
        new = make_readme.render(old, Path(name))
        if pictures and (new != old or not make_readme.PICTURE.exists()):
            make_readme.draw_picture(Path(name))
        yield make_readme.README, new


def main(arguments: list[str]) -> int:
    """Write the pages, or check them."""
    check = "--check" in arguments
    stale = []
    for path, text in make(pictures=not check):
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path)
            if not check:
                path.write_text(text, "utf-8")
    for path in stale:
        print(f"{path.relative_to(DOCS.parent)}: {'out of date' if check else 'written'}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
