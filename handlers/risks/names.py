"""What the parts of a risk are called. Pure."""

from domain.risks import Category, Found, Level, RiskState, Strategy
from texts import Word, mark

LEVELS = {
    Level.GREEN: Word("risk level", "green"),
    Level.AMBER: Word("risk level", "amber"),
    Level.RED: Word("risk level", "red"),
}
LIGHTS = {Level.GREEN: "🟢", Level.AMBER: "🟡", Level.RED: "🔴"}
STATES = {RiskState.OPEN: Word("risk state", "open"), RiskState.CLOSED: Word("risk state", "closed")}
CATEGORIES = {
    Category.TECHNOLOGY: Word("risk category", "Technology"),
    Category.PROCESS: Word("risk category", "Process"),
    Category.PEOPLE: Word("risk category", "People"),
    Category.EXTERNAL: Word("risk category", "External"),
    Category.CUSTOMER: Word("risk category", "Customer"),
    Category.SUPPLIER: Word("risk category", "Supplier"),
    Category.SECURITY: Word("risk category", "Security"),
    Category.OTHER: Word("risk category", "Other"),
}
FOUND = {
    Found.WORK: mark("Noticed at work"),
    Found.INTERVIEW: mark("In an interview"),
    Found.HISTORY: mark("It has happened before"),
    Found.SCENARIO: mark("Thought through: what if"),
    Found.AUDIT: mark("In an audit"),
    Found.MONITORING: mark("By monitoring"),
}
STRATEGIES = {
    Strategy.AVOID: mark("Avoid it: stop what brings it"),
    Strategy.MITIGATE: mark("Mitigate it: make it rarer or less bad"),
    Strategy.TRANSFER: mark("Transfer it: to an insurer or a supplier"),
    Strategy.ACCEPT: mark("Accept it: live with it for now"),
}
SHORT_STRATEGIES = {
    Strategy.AVOID: Word("risk strategy", "avoid"),
    Strategy.MITIGATE: Word("risk strategy", "mitigate"),
    Strategy.TRANSFER: Word("risk strategy", "transfer"),
    Strategy.ACCEPT: Word("risk strategy", "accept"),
}
PROBABILITY = {
    1: mark("1: very unlikely"),
    2: mark("2: unlikely"),
    3: mark("3: possible"),
    4: mark("4: likely"),
    5: mark("5: almost certain"),
}
IMPACT = {
    1: mark("1: hardly noticed"),
    2: mark("2: a nuisance"),
    3: mark("3: work suffers"),
    4: mark("4: work stops for many"),
    5: mark("5: the company is at stake"),
}
