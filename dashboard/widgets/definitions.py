"""What a figure means, in the words of the models' documentation: one definition for docs site and help."""

import re
from functools import cache
from pathlib import Path

DOCS = Path(__file__).parents[2] / "dbt_project" / "models" / "docs"
BLOCK = re.compile(r"{%-?\s*docs\s+(\w+)\s*-?%}(.*?){%-?\s*enddocs\s*-?%}", re.DOTALL)


def definition(*names: str) -> str:
    """Join the docs blocks of these names, a paragraph each, as Markdown for a `help`.

    Raises:
        KeyError: no block has that name.
    """
    return "\n\n".join(_blocks()[name] for name in names)


@cache
def _blocks() -> dict[str, str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md")))
    return {name: block.strip() for text in texts for name, block in BLOCK.findall(text)}
