"""The data of the languages, a file or a folder a topic."""

from pathlib import Path

import pytest

from handlers.language.data_files import DATA, joined, language_data, read, topic_files

FOLDERS = sorted({path.parent.name for path in DATA.glob("*/*/*.toml")})


def test_no_key_stands_in_two_files_of_a_topic() -> None:
    assert FOLDERS
    for language in ("es", "en"):
        for topic in FOLDERS:
            assert language_data(language, topic)  # raises where one does


@pytest.mark.parametrize("topic", FOLDERS)
def test_languages_have_the_same_keys_in_the_same_files(topic: str) -> None:
    spanish, english = (
        {path.name: set(read(path)) for path in topic_files(language, topic)} for language in ("es", "en")
    )
    assert spanish == english


def test_a_key_in_two_files_is_told(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.toml").write_text('same = ["a"]\n')
    with pytest.raises(ValueError, match=r"same of other\.toml"):
        joined(sorted(tmp_path.glob("*.toml")))
