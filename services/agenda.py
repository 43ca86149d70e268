"""What each kind of timer does when it is due."""

from collections.abc import Mapping

from services import (
    agreements,
    alerts_incidents,
    alerts_maintenance,
    attributes,
    changes_emergencies,
    changes_voting,
    changes_work,
    corrections,
    digests,
    follow_ups,
    indicators,
    near_misses,
    registers,
    resolutions,
    risks,
    surveys,
    tasks,
)
from services.timers import Act

ACTS: Mapping[str, Act] = {
    **agreements.ACTS,
    **alerts_incidents.ACTS,
    **alerts_maintenance.ACTS,
    **attributes.ACTS,
    **tasks.ACTS,
    **near_misses.ACTS,
    **digests.ACTS,
    **indicators.ACTS,
    **registers.ACTS,
    **changes_voting.ACTS,
    **changes_emergencies.ACTS,
    **changes_work.ACTS,
    **surveys.ACTS,
    **follow_ups.ACTS,
    risks.REVIEW: risks.remind,
    corrections.PAST: corrections.outdate,
    resolutions.QUIET: resolutions.close_quietly,
}
