"""Measures what the extraction costs beside spaCy's own parse, as ratios in one run.

    python benchmarks/throughput.py [FOLDER_OR_JSONL ...] [--repeat N]

Bare: the model alone through ``nlp.pipe`` in batches. Whole: the same texts through all components, coreference and
claims. The two take turns, so that a machine that slows down slows both; the median of the ratios is printed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from kg.claims.extract import cut_document, extract_documents
from kg.documents import Document, read_documents
from kg.nlp.pipeline import load_pipeline

OURS = (
    "conflict_boundaries",
    "conflict_parse",
    "conflict_mentions",
    "conflict_coreference",
    "conflict_claims",
)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("inputs", nargs="*", default=[str(Path(__file__).parent.parent / "examples")])
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    documents: list[Document] = list(read_documents(options.inputs, on_error=print)) * 5
    nlp = load_pipeline()
    texts = [
        piece.text for document in documents for piece in cut_document(document, lambda text, blank: text)
    ]

    def bare() -> None:
        with nlp.select_pipes(disable=OURS):
            for _ in nlp.pipe(texts, batch_size=32):
                pass

    def whole() -> None:
        for _ in extract_documents(documents, nlp):
            pass

    bare(), whole()
    pairs = [(timed(bare), timed(whole)) for _ in range(options.repeat)]
    tokens = sum(len(nlp.make_doc(text)) for text in texts)
    ratios = [a / b for a, b in pairs]
    print(f"{len(documents)} documents, {tokens:,} tokens, {options.repeat} rounds")
    print(f"bare model       {tokens / statistics.median(a for a, _ in pairs):8,.0f} tokens a second")
    print(f"whole extraction {tokens / statistics.median(b for _, b in pairs):8,.0f} tokens a second")
    print(
        f"ratio of throughputs, median {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})"
    )


if __name__ == "__main__":
    main()
