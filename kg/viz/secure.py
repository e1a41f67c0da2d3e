"""What makes a page of ours safe: escaping templates, and a policy that lets in its own parts alone."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


def render_safely(template: str, *, style: str, script: str = "", data: Any = None, **values: Any) -> str:
    """Render a template that holds one style, at most one script and its data.

    Parameters
    ----------
    template, style, script
        Names of files among the templates.
    data
        JSON values for the script, which shows them as text only.
    values
        What the template shows; all is escaped.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style_text = _read(style)
    script_text = _read(script) if script else ""
    allowed = f"script-src {_hash(script_text)}; " if script else ""
    policy = (
        f"default-src 'none'; {allowed}style-src {_hash(style_text)}; connect-src 'none'; base-uri 'none'; "
        "form-action 'none'"
    )
    return environment.get_template(template).render(
        policy=policy,
        style=Markup(style_text),
        script=Markup(script_text),
        data=Markup(escape_json(data)),
        **values,
    )


def escape_json(data: Any) -> str:
    """Return JSON that can stand in a script element: no character of it means anything to HTML."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _read(name: str) -> str:
    text = (TEMPLATES / name).read_text("utf-8").replace("\r\n", "\n")
    if name.endswith(".js") and ("</script" in text.lower() or "<!--" in text):
        raise ValueError("a script with </script or <!-- in it cannot stand in a page")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
