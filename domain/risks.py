"""The risk register's rules: probability times impact, and the level that the desk's appetite gives it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Appetite:
    """Scores (1 to 25) from which a risk is amber and from which it is red."""

    amber: int = 8
    red: int = 15

    def __post_init__(self) -> None:
        if not 1 <= self.amber < self.red:
            raise ValueError("amber begins at 1 or above and below red")
