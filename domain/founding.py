"""A desk that is being set up."""

from dataclasses import replace

from domain.desk import Desk
from domain.setup import NO_DESK, THE_DESK, DeskBody, Founding, Plan


def founded(founding: Founding, plan: Plan) -> Desk:
    """The desk while a plan is being applied to it: its row and how people shall speak of it, no objects."""
    about = plan.bodies[THE_DESK]
    assert isinstance(about, DeskBody)
    return replace(
        NO_DESK,
        id=founding.id,
        version=founding.version,
        workspace=founding.workspace,
        enterprise=founding.enterprise,
        prefix=founding.prefix,
        name=about.name,
        language=about.language,
        zone=about.zone,
    )
