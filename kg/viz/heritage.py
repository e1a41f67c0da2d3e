"""A page on heritage at risk: a file for each site, with the words and sources."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.control.heritage import Act, SiteFile
from kg.control.overview import describe_days
from kg.query import ClaimRow
from kg.viz.files import page_path, write_whole
from kg.viz.secure import render_safely


def draw_heritage(
    sites: Sequence[SiteFile], path: str | os.PathLike[str], *, labels: Mapping[str, str], title: str
) -> Path:
    """Write the page.

    Raises
    ------
    UnknownNameError
        The path does not end in .html.
    """
    target = page_path(path, "page format")
    files = [
        {
            "label": site.label,
            "statuses": ", ".join(site.statuses),
            "lies_in": ", ".join(site.lies_in),
            "held_as": site.held_as if site.held_as != site.label else "",
            "holders": [
                {
                    "name": labels.get(i.actor, i.actor),
                    "when": describe_days(i),
                    "disputed": bool(i.disputed),
                    "sources": len({claim.text for claim in i.supporting}),
                }
                for i in site.timeline.intervals
            ],
            "acts": [_act(act) for act in site.acts],
        }
        for site in sites
    ]
    count = sum(len(site.acts) for site in sites)
    summary = f"{len(sites)} sites, {count} reports of damage or attack."
    page = render_safely("heritage.html.j2", style="heritage.css", title=title, summary=summary, sites=files)
    write_whole(target, page.encode("utf-8", "replace"))
    return target


def describe_act(act: Act) -> str:
    """Return who did what to what, and how it is told: "IS damages Temple of Bel, denied"."""
    row = act.row
    told = {"Denied": ", denied", "Claimed": ", claimed"}.get(row.modality, "")
    return f"{row.subject_label} {row.relation} {act.where}{', negated' if row.polarity == 'Negated' else ''}{told}"


def describe_time(row: ClaimRow) -> str:
    """Return when it was so: "2016-12-11", "2016-12-05 to 2016-12-11", "by 2016-12-11", else the words."""
    days = " to ".join(dict.fromkeys(filter(None, (row.begin, row.end))))
    latest = f"by {row.begin_latest}" if row.begin_latest else ""
    within = "some time from " if row.somewhere_within and row.begin != row.end else ""
    return within + days if days else latest or row.time_expression


def _act(act: Act) -> dict[str, str]:
    row = act.row
    return {
        "what": describe_act(act),
        "when": describe_time(row),
        "quote": row.quote,
        "origin": ", ".join(
            filter(
                None,
                (
                    row.publisher,
                    f"according to {row.source_label}" if row.source_label else "",
                    row.published,
                ),
            )
        ),
    }
