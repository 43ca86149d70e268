"""What states, kinds and questions of changes are called, and people in them."""

from domain.assessment import ChangeKind, Level, Question
from domain.changes import ChangeState
from domain.people import Person
from domain.records import Record
from texts import Mrkdwn, Texts, Word, mark, mention

STATES = {
    ChangeState.AWAITING_APPROVAL: Word("change state", "awaiting approval"),
    ChangeState.APPROVED: Word("change state", "approved"),
    ChangeState.DECLARED: Word("change state", "emergency, may begin"),
    ChangeState.REJECTED: Word("change state", "rejected"),
    ChangeState.WITHDRAWN: Word("change state", "withdrawn"),
    ChangeState.IN_PROGRESS: Word("change state", "in progress"),
    ChangeState.IMPLEMENTED: Word("change state", "carried out, to be verified"),
    ChangeState.FAILED: Word("change state", "failed its verification"),
    ChangeState.VERIFIED: Word("change state", "verified, approval not settled"),
    ChangeState.TAKEN_BACK: Word("change state", "backed out, approval not settled"),
    ChangeState.BACKED_OUT: Word("change state", "backed out"),
    ChangeState.CLOSED: Word("change state", "verified and closed"),
    ChangeState.LAPSED: Word("change state", "lapsed"),
}
KINDS = {
    ChangeKind.STANDARD: mark("Standard: routine, agreed to beforehand"),
    ChangeKind.NORMAL: mark("Normal: decided on before it is done"),
    ChangeKind.EMERGENCY: mark("Emergency: cannot wait"),
}
SHORT_KINDS = {
    ChangeKind.STANDARD: Word("change kind", "standard"),
    ChangeKind.NORMAL: Word("change kind", "normal"),
    ChangeKind.EMERGENCY: Word("change kind", "emergency"),
}
LEVELS = {
    Level.LOW: Word("change risk", "low"),
    Level.MEDIUM: Word("change risk", "medium"),
    Level.HIGH: Word("change risk", "high"),
}
QUESTIONS = {
    Question.PERFORMANCE: mark("Could it make something slower?"),
    Question.RELIABILITY: mark("Could it make something fail or stop?"),
    Question.SECURITY: mark("Does it touch security: access, data, protection?"),
    Question.USERS: mark("Does it disturb users or business processes?"),
    Question.COST: mark("Does it cost money or people's time?"),
}
ANSWERS = (
    Word("how much", "Not at all"),
    Word("how much", "A little"),
    Word("how much", "Much"),
    Word("how much", "Very much"),
)


def state_word(record: Record, texts: Texts) -> str:
    return texts.word(*STATES[ChangeState(record.state)])


def headline(record: Record, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn("*{key}* {title}", key=record.key, title=record.title)


def who(person: Person) -> Mrkdwn | str:
    return mention(person.slack_id) if person.slack_id else person.name
