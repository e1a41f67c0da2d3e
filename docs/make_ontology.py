"""Writes docs/ontology.md from the ontology: python docs/make_ontology.py."""

from pathlib import Path

from kg.ontology import render_page

if __name__ == "__main__":
    (Path(__file__).parent / "ontology.md").write_text(render_page(), encoding="utf-8")
