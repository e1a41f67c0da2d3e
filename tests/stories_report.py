"""Asks the questions of the stories through the whole product, and says which answers are wrong, and why.

Run it as ``python tests/stories_report.py [STORY ...]``; a part of a name will do. A wrong answer is put down to
extraction where a claim that the story needs was not found or has no time, else to the rules.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

CASES = ROOT / "tests" / "cases" / "stories.jsonl"


@dataclass
class Verdict:
    """What came of one story."""

    story: dict[str, Any]
    wrong: list[str] = field(default_factory=list)
    missing: int = 0
    """Wrong answers that are put down to extraction."""
    claims: list[str] = field(default_factory=list)
    asked: int = 0

    @property
    def right(self) -> int:
        """How many questions have the right answer."""
        return self.asked - len(self.wrong)


def read_stories(path: Path = CASES) -> list[dict[str, Any]]:
    """Return the stories."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def judge_stories(
    stories: Iterable[dict[str, Any]], extract: Any = None, *, day_of_report: bool = False
) -> Iterator[Verdict]:
    """Build each story's graph and ask its questions.

    Parameters
    ----------
    extract
        Takes the place of the pipeline; loaded here where there is none.
    day_of_report
        Take the day of the report for the day of the event, to see that stories can tell the difference.
    """
    from kg.workers import PipelineOptions, load_extract

    extract = extract or load_extract(PipelineOptions())
    with tempfile.TemporaryDirectory() as folder:
        for number, story in enumerate(stories):
            work = Path(folder) / str(number)
            work.mkdir()
            yield _judge(story, work, extract, day_of_report)


def _judge(story: dict[str, Any], work: Path, extract: Any, day_of_report: bool) -> Verdict:
    from kg.builder import build_store
    from kg.export import export_store
    from kg.query import claim_rows
    from kg.store import Store

    articles = work / "articles.jsonl"
    articles.write_text("\n".join(json.dumps(d) for d in story["documents"]), encoding="utf-8")
    verdict = Verdict(story)
    with Store.open(work / "store") as store:
        build_store([articles], store, extract=extract)
        for row in claim_rows(store, relations=["controls", "attacks"]):
            verdict.claims.append(
                f"{row.document_id} ({row.published or 'no date'}) {row.subject_label} {row.relation} {row.phase}"
                f" {row.object_label} <{row.object.rsplit('/')[-1]}> [{row.begin}|{row.end}|{row.time_expression}]"
                f" {row.polarity} {row.modality} {row.source_label}: {row.quote}"
            )
        if day_of_report:
            _forget_times(store)
        export_store(store, work / "graph.nq", "")
        for question in story["questions"]:
            verdict.asked += 1
            question = {**question, "story": story}
            if problem := ask(work / "store", store, question):
                lack = find_lack(store, question)
                verdict.missing += bool(lack)
                verdict.wrong.append(f"{problem} — {lack or 'THE RULES'}")
    return verdict


def _forget_times(store: Any) -> None:
    from pyoxigraph import Literal, Quad

    from kg.vocab import CK, XSD

    for term in (CK.begin, CK.end, CK.beginLatest, CK.somewhereWithin, CK.timeInferredFrom):
        for quad in list(store.quads(None, term)):
            store._inner.remove(quad)
    for quad in list(store.quads(None, CK.reportedOn)):
        phases = {q.object for q in store.quads(quad.subject, CK.phase)}
        term = {CK.Begins: CK.begin, CK.Ends: CK.end}.get(next(iter(phases), None))
        if term is not None:
            day = Literal(quad.object.value, datatype=XSD.date)
            store._inner.add(Quad(quad.subject, term, day, quad.graph_name))


def find_lack(store: Any, question: dict[str, Any]) -> str:
    """Return which claim the answer lacks: none of an expected holder and the place, or one without its time."""
    from kg.control.answer import find_places
    from kg.errors import KgError
    from kg.query import claim_rows, resolve_name

    try:
        places = set(find_places(store, question["place"])[0])
    except KgError:
        return "the place is not known"
    rows = [row for row in claim_rows(store, relations=["controls"]) if row.object in places]
    for names in question["holders"]:
        iris: set[str] = set()
        for name in names.split("|"):
            with contextlib.suppress(KgError):
                iris.update(resolve_name(store, name))
        if not any(row.subject in iris for row in rows):
            return f"no claim of {names.split('|')[0]} and the place"
    if any(row.time_expression and not row.begin and not row.end for row in rows):
        return "a claim has no typed time"
    documents = {document["id"] for document in question["story"]["documents"]}
    silent = documents - {row.document_id for row in rows}
    return f"no claim of the place in {', '.join(sorted(silent))}" if silent else ""


def ask(path: Path, store: Any, question: dict[str, Any]) -> str:
    """Ask one question of the command; return what is wrong with the answer, or nothing."""
    from kg.cli import main
    from kg.errors import KgError
    from kg.query import resolve_name

    arguments = ["control", question["place"], "--on", question["on"], "--store", str(path), "--json", "-q"]
    if question["as_of"]:
        arguments += ["--as-of", question["as_of"]]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    about = f"{question['place']} on {question['on']}" + (
        f" as of {question['as_of']}" if question["as_of"] else ""
    )
    if code:
        if not question["holders"] and code == 2:
            return ""  # nothing was ever said of the place
        return f"{about}: {err.getvalue().strip()}"
    answer = json.loads(out.getvalue())
    found = {holder["actor"]["iri"]: holder for holder in answer["holders"]}
    expected = []
    for names in question["holders"]:
        iris: set[str] = set()
        for name in names.split("|"):
            with contextlib.suppress(KgError):
                iris.update(resolve_name(store, name))
        expected.append(iris)
    labels = sorted(holder["actor"]["label"] for holder in answer["holders"])
    told = f"{about}: {labels or 'nobody'}, not {question['holders'] or 'nobody'}"
    if len(found) != len(expected) or not all(iris & set(found) for iris in expected):
        return told
    if not set(found) <= set().union(*expected):
        return told
    for key in ("disputed", "contested"):
        if question.get(key) is not None and answer[key] != question[key]:
            return f"{about}: {key} is {answer[key]}"
    if "sources" in question and [h["sources"] for h in answer["holders"]] != [question["sources"]]:
        return f"{about}: {[h['sources'] for h in answer['holders']]} sources, not {question['sources']}"
    return ""


def summarise(verdicts: Iterable[Verdict]) -> tuple[int, int, int, int]:
    """Return right questions, all questions, stories wholly right, all stories."""
    of = list(verdicts)
    return (
        sum(v.right for v in of),
        sum(v.asked for v in of),
        sum(not v.wrong for v in of),
        len(of),
    )


def main(wanted: list[str]) -> None:
    """Print what is wrong, and the figures."""
    day_of_report = "--day-of-report" in wanted
    names = [name for name in wanted if not name.startswith("--")]
    stories = [s for s in read_stories() if not names or any(name in s["id"] for name in names)]
    verdicts = []
    for verdict in judge_stories(stories, day_of_report=day_of_report):
        verdicts.append(verdict)
        if verdict.wrong:
            print(f"== {verdict.story['id']} (rules {verdict.story['rules']})")
            print(*(f"  wrong: {text}" for text in verdict.wrong), sep="\n")
            print(*(f"      {text}" for text in verdict.claims), sep="\n")
    right, asked, whole, of = summarise(verdicts)
    missing = sum(verdict.missing for verdict in verdicts)
    print(f"{missing} of {asked - right} wrong answers lack a claim or its time")
    print(f"{right} of {asked} questions right ({right / asked:.2f}), {whole} of {of} stories wholly right")


if __name__ == "__main__":
    main(sys.argv[1:])
