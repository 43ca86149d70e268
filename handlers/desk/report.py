"""What `bot apply` prints. The operator's terminal is in English."""

from collections.abc import Sequence

from domain.applying import Act, Applied, Change, ManagedElsewhere, OtherWorkspace, PrefixIsFixed, StillInUse
from domain.outcomes import Outcome

SIGNS = {Act.ADD: "+", Act.CHANGE: "~", Act.RETIRE: "-", Act.RETURN: "+"}


def lines_of(changes: Sequence[Change]) -> list[str]:
    """One line for each change, as of a dry run."""
    return [_line(change) for change in changes] or ["Nothing would change."]


def _line(change: Change) -> str:
    line = f"{SIGNS[change.act]} {change.act} {change.part} {change.key}"
    return f"{line} (refused: {_open(change.open)})" if change.open else line


def sentence(outcome: Outcome) -> str:
    """Of what `apply` answers or refuses; an outcome of another verb shows its name and facts."""
    match outcome:
        case Applied():
            return _applied(outcome)
        case StillInUse(part, key, count):
            return f"The {part} '{key}' is not in the file any more, but cannot be retired: {_open(count)}."
        case ManagedElsewhere(part, key):
            return f"The {part} '{key}' is managed in Slack; take it out of the file, or choose another key."
        case PrefixIsFixed(prefix, asked):
            return f"The desk's keys begin with {prefix}; they cannot begin with {asked} from now on."
        case OtherWorkspace(workspace, asked):
            return f"This database belongs to workspace {workspace}; the token is of workspace {asked}."
    return f"{outcome.name}: {outcome.facts()}"


def _applied(done: Applied) -> str:
    if not done.added + done.changed + done.retired:
        return f"Nothing to change: the desk is as the file says (version {done.version})."
    counts = f"{done.added} added, {done.changed} changed, {done.retired} retired"
    return f"Applied: {counts}. The desk is at version {done.version}."


def _open(count: int) -> str:
    return "one record on it is still open" if count == 1 else f"{count} records on it are still open"
