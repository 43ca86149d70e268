"""What is missing in a line that is close to a command, and how to type it whole."""

from collections.abc import Mapping

from handlers.grammar import NearMiss, Slot
from texts import Texts, Word, mark

# By the first slot that is missing.
MISSING: Mapping[Slot, str] = {
    Slot.KEY: mark(
        "Which one do you mean? Please add its number: “{command} {meant} {missing}”. For a title, type "
        "“{command} new {words}”."
    ),
    Slot.PERSON: mark(
        "Who shall have it? Please add a colleague with an @ before the name: “{command} {meant} {missing}”. For a "
        "title, type “{command} new {words}”."
    ),
    Slot.WORDS: mark(
        "The words are missing. Please add them: “{command} {meant} {missing}”. For a title, type "
        "“{command} new {words}”."
    ),
    Slot.REASON: mark(
        "The reason is missing. Please add what it waits for: “{command} {meant} {missing}”. For a title, type "
        "“{command} new {words}”."
    ),
}
PLACEHOLDERS: Mapping[Slot, Word] = {
    Slot.KEY: Word("placeholder", "NUMBER"),
    Slot.PERSON: Word("placeholder", "@name"),
    Slot.WORDS: Word("placeholder", "your words"),
    Slot.REASON: Word("placeholder", "the reason"),
}


def sentence(miss: NearMiss, texts: Texts) -> str:
    lacks = [Slot(name) for name in miss.lacks.split()]
    if not lacks:
        return texts.say(
            "Did you mean “{command} {meant}”? For a title, type “{command} new {words}”.",
            command=miss.command,
            meant=miss.meant,
            words=miss.typed,
        )
    return texts.say(
        MISSING[lacks[0]],
        command=miss.command,
        meant=miss.meant,
        words=miss.typed,
        missing=" ".join(texts.word(*PLACEHOLDERS[slot]) for slot in lacks),
    )
