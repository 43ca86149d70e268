from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, NoResultFound

from domain.agreements import Step, Targets
from domain.assessment import ChangeKind, ChangeRules, Level
from domain.calendar_setup import CalendarBody, Holidays
from domain.desk import Channel
from domain.policies import Need, Policy, Quorum, StagePolicy
from domain.risks import Appetite
from domain.setup import (
    NO_DESK,
    AgreementBody,
    Body,
    DeskBody,
    Founding,
    Manager,
    Part,
    RoleBody,
    ServiceBody,
    TeamBody,
)
from storage import desk
from storage.engine import transaction
from storage.tx import Tx

MONDAY = datetime(2026, 11, 2, 9, 0, 0, 123_456, tzinfo=UTC)

MORNING, EVENING = (time(9), time(12, 30)), (time(13), time(0))
BODIES: list[tuple[Part, Body]] = [
    (Part.DESK, DeskBody("示例公司", "zh_CN", "Asia/Shanghai", "it")),
    (Part.CHANNEL, Channel("C0RISKS", "en")),
    (Part.CALENDAR, CalendarBody("UTC", {0: (MORNING, EVENING), 6: ()})),
    (
        Part.CALENDAR,
        CalendarBody(
            "Asia/Shanghai",
            {0: (MORNING,)},
            (date(2026, 12, 24),),
            {date(2026, 10, 10): (MORNING,)},
            Holidays("CN"),
        ),
    ),
    (
        Part.AGREEMENT,
        AgreementBody("office", {1: Targets(timedelta(minutes=15), timedelta(hours=80))}, (Step(75), Step(100))),
    ),
    (Part.POLICY, Policy((StagePolicy(Quorum(Need.SHARE, 60), "Board", people=(1,), remind=timedelta(hours=4)),))),
    (Part.POLICY, Policy()),
    (Part.CHANGE_RULES, ChangeRules(use={ChangeKind.NORMAL: {Level.HIGH: "board"}})),
    (Part.APPETITE, Appetite(5, 12)),
    (Part.ROLE, RoleBody((1, 2))),
    (Part.TEAM, TeamBody("IT", Channel("C0IT", "zh_TW"), 1, (2, 3))),
    (Part.SERVICE, ServiceBody('VPN "new"\n', "it")),
]


def at(connection: Connection, founding: Founding, now: datetime = MONDAY) -> Tx:
    return Tx(connection, now, now, replace(NO_DESK, id=founding.id), Random(1))


def founded(db: Engine) -> Founding:
    with transaction(db, writes=True) as connection:
        return desk.found(connection, "T0STEWARD", "E0STEWARD", "IT", MONDAY)


def test_a_desk_s_row(db: Engine) -> None:
    founding = founded(db)
    assert founding == Founding(founding.id, "T0STEWARD", "E0STEWARD", 0, timedelta(0), "IT", MONDAY)
    with transaction(db, writes=True) as connection:
        assert desk.found(connection, "T0STEWARD", "E0STEWARD", "IT", MONDAY) == founding
        assert desk.raise_version(connection, founding.id).version == 1
        assert desk.the_desk(connection) == replace(founding, version=1)


@pytest.mark.parametrize(("part", "body"), BODIES)
def test_a_body_comes_back_as_it_was(db: Engine, part: Part, body: Body) -> None:
    founding = founded(db)
    with transaction(db, writes=True) as connection:
        added = desk.add(at(connection, founding), (part, "one"), Manager.FILE, body)
    with transaction(db, writes=False) as connection:
        assert desk.configured(connection, founding.id) == [added]
    assert (added.body, added.version, added.effective_at, added.retired_at) == (body, 1, MONDAY, None)


def test_a_key_is_taken_once_per_kind(db: Engine) -> None:
    founding = founded(db)
    body = ServiceBody("VPN", "it")
    with transaction(db, writes=True) as connection:
        desk.add(at(connection, founding), (Part.SERVICE, "vpn"), Manager.FILE, body)
        desk.add(
            at(connection, founding), (Part.TEAM, "vpn"), Manager.FILE, TeamBody("VPN", Channel("C", "en"), 1, ())
        )
    with pytest.raises(IntegrityError), transaction(db, writes=True) as connection:
        desk.add(at(connection, founding), (Part.SERVICE, "vpn"), Manager.SLACK, body)


def test_a_change_made_on_an_old_version_is_not_taken(db: Engine) -> None:
    founding = founded(db)
    with transaction(db, writes=True) as connection:
        tx = at(connection, founding, MONDAY)
        first = desk.add(tx, (Part.SERVICE, "vpn"), Manager.FILE, ServiceBody("VPN", "it"))
        second = desk.amend(tx, first, ServiceBody("VPN", "network"))
        assert (second.id, second.version) == (first.id, 2)
        with pytest.raises(NoResultFound):
            desk.retire(tx, first)
