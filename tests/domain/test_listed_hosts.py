"""Where bells may go: a listed host, written plainly, on the port of https; anything that only looks like it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bells import is_listed, leads_to_listed

HOSTS = frozenset({"fcm.googleapis.com", ".push.apple.com", "127.0.0.1", "::1", "localhost"})


@pytest.mark.parametrize(
    "url",
    [
        "https://fcm.googleapis.com/fcm/send/x",
        "https://FCM.googleapis.com/x",
        "https://fcm.googleapis.com:443/x",
        "https://web.push.apple.com/x",
        "https://eu-1.web.push.apple.com/x",
        "https://" + "a" * 63 + ".push.apple.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
    ],
    ids=range(9),
)
def test_what_is_listed_is_rung(url: str) -> None:
    assert leads_to_listed(url, HOSTS, any_port=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://[2001:db8::1%x.push.apple.com]",
        "https://[2001:db8::1%x.push.apple.com]/x",
        "https://[::1].push.apple.com/x",
        "https://[x.push.apple.com]/x",
        "https://[fcm.googleapis.com]/x",
        "https://127.0.0.1%00.push.apple.com/x",
        "https://127.0.0.1%2f.push.apple.com/x",
        "https://127.1­.push.apple.com/x",
        "https://1\\.push.apple.com/x",
        "https://127.0.0.1;.push.apple.com/x",
        "https://*.push.apple.com/x",
        "https://a..push.apple.com/x",
        "https://.push.apple.com/x",
        "https://push.apple.com/x",
        "https://kwaadpush.apple.com/x",
        "https://" + "a" * 64 + ".push.apple.com/x",
        "https://" + ".".join(["a" * 60] * 4) + ".push.apple.com/x",
        "https://wie@fcm.googleapis.com/x",
        "https://elders.example/x",
        "https://",
        "nonsense",
    ],
    ids=range(21),
)
def test_what_is_not_a_plain_listed_name_is_not_rung_on_any_port(url: str) -> None:
    assert not leads_to_listed(url, HOSTS, any_port=True)


@pytest.mark.parametrize("port", ["80", "8443", "65535", "0"])
def test_a_port_of_ones_own_is_for_practice_alone(port: str) -> None:
    url = f"https://fcm.googleapis.com:{port}/x"
    assert not leads_to_listed(url, HOSTS, any_port=False)
    assert leads_to_listed(url, HOSTS, any_port=True)
    assert leads_to_listed(f"http://[::1]:{port}/x", HOSTS, any_port=True)


@pytest.mark.parametrize("port", ["99999", "-1", "x", "", "443:443"])
def test_what_is_no_port_is_refused_in_practice_too(port: str) -> None:
    assert not leads_to_listed(f"https://fcm.googleapis.com:{port}/x", HOSTS, any_port=True)


@given(st.text(max_size=80))
def test_nothing_that_anybody_writes_makes_it_raise(text: str) -> None:
    leads_to_listed(f"https://{text}", HOSTS, any_port=True)
    leads_to_listed(text, HOSTS, any_port=False)
    assert not is_listed(f"{text}%.push.apple.com", HOSTS)
