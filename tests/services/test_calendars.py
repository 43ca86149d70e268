"""Which holidays are still missing, for whoever asks `bot doctor`."""

from dataclasses import replace
from datetime import UTC, datetime, time
from random import Random

from sqlalchemy import Engine

from domain.calendar_setup import CalendarBody, Holidays
from domain.calendars import makeup_days_of
from domain.setup import NO_DESK, Manager, Part
from services.calendars import DaysMissing, days_missing
from storage import desk
from storage.engine import transaction
from storage.tx import Tx

HOURS = {day: ((time(9), time(17)),) for day in range(5)}
LAST = max(day.year for day in makeup_days_of("CN", None, range(2020, 2060)))


def test_a_calendar_whose_country_has_not_said_is_named(db: Engine) -> None:
    now = datetime(LAST, 11, 2, tzinfo=UTC)
    with transaction(db, writes=True) as connection:
        founding = desk.found(connection, "T0STEWARD", None, "IT", now)
        tx = Tx(connection, now, now, replace(NO_DESK, id=founding.id), Random(1))
        bodies = {
            "berlin": CalendarBody("Europe/Berlin", HOURS, holidays=Holidays("DE", "BE")),
            "shanghai": CalendarBody("Asia/Shanghai", HOURS, holidays=Holidays("CN")),
            "plain": CalendarBody("UTC", HOURS),
        }
        for key, body in bodies.items():
            desk.add(tx, (Part.CALENDAR, key), Manager.FILE, body)
        assert days_missing(tx) == [DaysMissing("shanghai", "CN", LAST + 1)]
        assert days_missing(replace(tx, now=datetime(LAST - 1, 11, 2, tzinfo=UTC))) == []
