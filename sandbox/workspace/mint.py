import random
import string

ALPHABET = string.ascii_uppercase + string.digits


class Mint:
    """Ids as Slack makes them: a letter for the kind, then ten letters and digits.

    Random, not counted: an app that remembers ids must not meet them again after the sandbox restarts.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def id(self, kind: str) -> str:
        return kind + "0" + "".join(self._rng.choices(ALPHABET, k=10))

    def token(self, length: int = 32) -> str:
        return "".join(self._rng.choices("0123456789abcdef", k=length))

    def block_id(self) -> str:
        return "".join(self._rng.choices(string.ascii_letters + string.digits, k=5))
