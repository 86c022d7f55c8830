"""A setting by which rules speak up stops the start where it makes no sense, and says why."""

import pytest

from bot.settings import SettingsError, load

NONSENSE = [
    (
        "LEAD_RESPONSE",
        "60,30,120",
        "its owner is reminded first, then their manager hears of it, then it is reassigned",
    ),
    ("LEAD_RESPONSE", "30,30,120", "makes no sense"),
    ("LEAD_RESPONSE", "30,60,60", "makes no sense"),
    ("LEAD_RESPONSE", "0,60,120", "makes no sense"),
    ("LEAD_RESPONSE", "-5,60,120", "makes no sense"),
    ("LEAD_RESPONSE", "30,60,999999", "makes no sense"),
    ("LEAD_RESPONSE", "30,60", "not three numbers of minutes"),
    ("LEAD_RESPONSE", "soon", "not three numbers of minutes"),
    ("WORKING_HOURS", "18:00-09:00", "ends before it begins"),
    ("WORKING_HOURS", "09:00-09:00", "ends before it begins"),
    ("WORKING_HOURS", "9 to 6", "not a span of hours"),
    ("WORKING_HOURS", "25:00-26:00", "not a span of hours"),
    ("WORKING_HOURS", "09:00-14:00,13:00-18:00", "two spans of a day overlap"),
    ("WORKING_HOURS", "mon-fun 09:00-18:00", "days are mon, tue"),
    ("WORKING_HOURS", ";", "not a span of hours"),
    ("TIMEZONE", "Madrid", "not a time zone such as Europe/Madrid"),
    ("COUNTRY", "XX", "not a country code such as ES"),
    ("SUBDIVISION", "Comunidad de Madrid", "not a part of a country such as MD or CT"),
    ("REFERRAL_MONTHS", "0", "greater than or equal to 1"),
    ("REFERRAL_MONTHS", "61", "less than or equal to 60"),
    ("REFERRAL_MONTHS", "half a year", "valid integer"),
    ("VISIT_COST", "-1", "greater than or equal to 0"),
    ("MARGIN", "101", "less than or equal to 100"),
]


@pytest.mark.parametrize(("setting", "value", "reason"), NONSENSE)
def test_nonsense_stops_the_start_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(setting, value)
    with pytest.raises(SettingsError) as stopped:
        load(_env_file=None)
    (problem,) = stopped.value.problems
    assert problem.startswith(f"{setting}: ")
    assert reason in problem


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("LEAD_RESPONSE", "1,2,3"),
        ("LEAD_RESPONSE", "15, 45, 90"),
        ("WORKING_HOURS", "mon-thu 09:00-14:00,16:00-19:00; fri 08:00-15:00"),
        ("WORKING_HOURS", "mon-sun 00:00-24:00"),
        ("REFERRAL_MONTHS", "1"),
    ],
)
def test_what_makes_sense_starts(monkeypatch: pytest.MonkeyPatch, setting: str, value: str) -> None:
    monkeypatch.setenv(setting, value)
    load(_env_file=None)
