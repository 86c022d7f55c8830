"""A language model, where one is set: any server that speaks OpenAI's chat completions. The only text that ever leaves the house.

Its package is an extra (`pip install cartera[llm]`), loaded when a model is asked.
"""

from dataclasses import dataclass, field

from handlers.kit.jobs import ModelOutError

SECONDS = 20.0
"""A person waits; whoever takes longer is as good as out."""
MOST_TOKENS = 400


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where it is, which model, and the key, which is in no log; after so many `seconds` it is as good as out."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = SECONDS


def ask_model(settings: ModelSettings | None, instructions: str, words: str) -> str:
    """What the model says to these words, under these instructions. Raises ModelOutError where it says nothing in time."""
    if settings is None:
        raise ModelOutError("no model is set")
    try:
        import openai  # noqa: PLC0415 - an extra, and a second of loading
    except ImportError:
        raise ModelOutError("the package openai is not installed") from None
    try:
        with openai.OpenAI(
            base_url=settings.url, api_key=settings.key or "none", timeout=settings.seconds, max_retries=0
        ) as client:
            answer = client.chat.completions.create(
                model=settings.model,
                messages=[{"role": "system", "content": instructions}, {"role": "user", "content": words}],
                temperature=0,
                max_tokens=MOST_TOKENS,
                response_format={"type": "json_object"},
            )
            return answer.choices[0].message.content or ""
    except (openai.OpenAIError, ValueError, IndexError, AttributeError, TypeError) as error:
        raise ModelOutError(type(error).__name__) from None
