"""A ticket, from the person to the row and back."""

from tests.world import World


def test_a_line_files_a_ticket_and_the_team_claims_answers_and_solves_it(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")

    assert "IT-1" in ann.types("/ticket printer on 3F is down").whisper

    card = world.channel("it-desk").expect("IT-1", "printer on 3F is down", "new", "nobody yet")
    own = ann.dm.expect("IT-1", "printer on 3F is down")

    assert card.click("Claim", by=ben).whispers == []
    assert "in progress" in card.words
    assert card.buttons == ["Reply", "Resolve"]
    assert "<@U0BEN> is at it" in own.words
