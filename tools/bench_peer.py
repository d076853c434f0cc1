"""The other side: `bench_peer.py ARTICLES THEMES [MODEL]` codes the articles with gdelt-regkg whenever `bench_worker` asks.

It runs in gdelt-regkg's own environment. For English records its documentation prescribes a spaCy model, which finds persons,
organisations and places. Such models are not on the package index: where no MODEL is named, an untrained network of spaCy's
default architecture (a tagger and an entity recogniser) takes its place. It does the same work for every word; what it finds is
thrown away. Left out, which spares gdelt-regkg that time, is what needs data of others: tone, emotions, the gazetteer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from gdelt_regkg import RecordMetadata, Resources, generate_gkg
from gdelt_regkg.fields.counts import CountLocation, analyze_counts, default_count_rules
from gdelt_regkg.fields.ner import SpacyNER
from gdelt_regkg.fields.themes import ThemeLexicon

from bench_worker import serve

if TYPE_CHECKING:
    from gdelt_regkg.fields.ner import NERResult

#: The labels of the models for English: parts of speech, and kinds of entities.
_TAGS, _ENTITIES = 50, 18
_NOWHERE = (CountLocation(0, 1),)
_NEED_DATA = ("V1.5TONE", "V2GCAM", "V1LOCATIONS", "V2ENHANCEDLOCATIONS")
_NEED_MODEL = ("V1PERSONS", "V2ENHANCEDPERSONS", "V1ORGANIZATIONS", "V2ENHANCEDORGANIZATIONS", "V2.1ALLNAMES")


def main() -> None:
    """Load, then serve: `names` writes records with names, `record` without, `counts` only the counts of dead and others."""
    articles = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    rules = default_count_rules()
    resources = Resources(count_rules=rules, theme_lexicon=ThemeLexicon.from_json(sys.argv[2]))
    recognizer = SpacyNER.from_model(sys.argv[3]) if len(sys.argv) > 3 else SpacyNER(_untrained(), name_policy="gdelt-full-names")
    texts = [article["text"] for article in articles]
    serve(
        {
            "names": lambda: _records(articles, resources, list(recognizer.analyze_many(texts))),
            "record": lambda: _records(articles, resources, [None] * len(articles)),
            "counts": lambda: sum(len(analyze_counts(text, rules=rules).mentions) for text in texts),
        }
    )


def _untrained() -> spacy.language.Language:
    """Return a tagger and an entity recogniser with as many labels as the models for English have, and no training."""
    network = spacy.blank("en")
    tagger, entities = network.add_pipe("tagger"), network.add_pipe("ner")
    for number in range(_TAGS):
        tagger.add_label(f"tag{number}")
    for number in range(_ENTITIES):
        entities.add_label(f"entity{number}")
    network.initialize()
    return network


def _records(articles: list[dict[str, str]], resources: Resources, named: list[NERResult | None]) -> int:
    """Return how many counts the records of all articles hold."""
    found = 0
    for number, (article, names) in enumerate(zip(articles, named, strict=True), 1):
        left_out = dict.fromkeys(_NEED_DATA if names else (*_NEED_DATA, *_NEED_MODEL), "")
        metadata = RecordMetadata(
            identifier=f"https://example.org/{article['id']}",
            batch_time=article["published"].replace("-", "") + "000000",
            sequence=number,
            sharing_image="",
            related_images=[],
            social_image_embeds=[],
            social_video_embeds=[],
            extras={},
        )
        # an explicit place keeps gdelt-regkg from asking for its gazetteer, which is not there
        record = generate_gkg(
            article["text"], metadata, resources, overrides=left_out, ner_result=names, count_locations=_NOWHERE
        )
        found += (record["V2.1COUNTS"] or "").count(";")
    return found


if __name__ == "__main__":
    main()
