"""Ids that only this service can make."""

from __future__ import annotations

import base64

from bot.server.session_ids import SessionIds

SECRET = b"a secret of at least 32 characters"


def test_ids_are_ours_and_never_the_same() -> None:
    ids = SessionIds(SECRET)
    made = {ids.new() for _ in range(100)}
    assert len(made) == 100
    assert all(ids.are_ours(made_one) for made_one in made)
    assert all(len(made_one) == 56 for made_one in made)


def test_services_with_one_secret_know_each_others_ids() -> None:
    made = SessionIds(SECRET).new()
    assert SessionIds(SECRET).are_ours(made)
    assert not SessionIds(b"another secret of enough characters").are_ours(made)
    assert not SessionIds().are_ours(made)


def test_not_one_sign_can_be_changed() -> None:
    ids = SessionIds(SECRET)
    made = ids.new()
    for place in range(len(made)):
        other = "B" if made[place] == "A" else "A"
        assert not ids.are_ours(made[:place] + other + made[place + 1 :]), place


def test_anything_else_is_refused() -> None:
    ids = SessionIds(SECRET)
    made = ids.new()
    for odd in (
        None,
        1,
        "",
        [],
        {},
        made + "=",
        made[:-1],
        made + made,
        "é" * 56,
        "a" * 56,
        " " + made[1:],
        made.encode(),
    ):
        assert not ids.are_ours(odd), odd
    assert not ids.are_ours(base64.urlsafe_b64encode(b"\0" * 42).decode())


def test_a_sender_keeps_its_id_and_nobody_else_finds_it() -> None:
    ids = SessionIds(SECRET)
    assert ids.of_sender("anna") == ids.of_sender("anna") != ids.of_sender("bob")
    assert ids.are_ours(ids.of_sender("anna"))
    assert SessionIds().of_sender("anna") != ids.of_sender("anna")
    assert "anna" not in ids.of_sender("anna")
    assert ids.of_sender("\ud800") != ids.of_sender("?")
