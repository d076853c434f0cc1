"""The other side: `bench_peer.py ARTICLES THEMES [MODEL]` codes the articles with gdelt-regkg whenever `bench_worker` asks.

It runs in gdelt-regkg's own environment. What gdelt-regkg fills in from data that it does not bring (tone and emotions from
dictionaries; persons, organisations and places from a spaCy model and gazetteers) is left out, which spares it that time. With
the name of an installed spaCy MODEL persons, organisations and names are filled in too, in batches.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gdelt_regkg import RecordMetadata, Resources, generate_gkg
from gdelt_regkg.fields.counts import analyze_counts, default_count_rules
from gdelt_regkg.fields.themes import ThemeLexicon

from bench_worker import serve

_NEED_DATA = ("V1.5TONE", "V2GCAM", "V1LOCATIONS", "V2ENHANCEDLOCATIONS")
_NEED_MODEL = ("V1PERSONS", "V2ENHANCEDPERSONS", "V1ORGANIZATIONS", "V2ENHANCEDORGANIZATIONS", "V2.1ALLNAMES")


def main() -> None:
    """Load what is needed, then serve: `record` writes whole records, `counts` only the counts, the dead among them."""
    articles = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    rules = default_count_rules()
    resources = Resources(count_rules=rules, theme_lexicon=ThemeLexicon.from_json(sys.argv[2]))
    recognizer = _recognizer(sys.argv[3]) if len(sys.argv) > 3 else None
    serve(
        {
            "record": lambda: _records(articles, resources, recognizer),
            "counts": lambda: sum(len(analyze_counts(article["text"], rules=rules).mentions) for article in articles),
        }
    )


def _recognizer(model: str) -> Any:  # noqa: ANN401 - the class needs spaCy, which may not be there
    from gdelt_regkg.fields.ner import SpacyNER  # noqa: PLC0415 - only where a model is named

    return SpacyNER.from_model(model)


def _records(articles: list[dict[str, str]], resources: Resources, recognizer: Any) -> int:  # noqa: ANN401
    """Return how many counts the records of all articles hold."""
    left_out = dict.fromkeys(_NEED_DATA if recognizer else (*_NEED_DATA, *_NEED_MODEL), "")
    names = recognizer.analyze_many([article["text"] for article in articles]) if recognizer else [None] * len(articles)
    found = 0
    for number, (article, named) in enumerate(zip(articles, names, strict=True), 1):
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
        record = generate_gkg(article["text"], metadata, resources, overrides=left_out, ner_result=named)
        found += (record["V2.1COUNTS"] or "").count(";")
    return found


if __name__ == "__main__":
    main()
