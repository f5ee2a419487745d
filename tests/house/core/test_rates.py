"""How often, by whom: windows, the caller's network, and proxies that are believed."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from closeknit.errors import BadOption
from closeknit.house.config import env
from closeknit.house.core import rates
from closeknit.house.core.models import Rate
from closeknit.house.core.refusals import TooOften

MINUTE = timedelta(minutes=1)


def test_the_fourth_of_three_tries_is_refused_until_the_window_is_over(db, now) -> None:
    for _try in range(3):
        rates.limit("test:a", at_most=3, per=MINUTE, now=now)
    with pytest.raises(TooOften) as refused:
        rates.limit("test:a", at_most=3, per=MINUTE, now=now)
    assert refused.value.blanks == {"minutes": 1}
    rates.limit("test:b", at_most=3, per=MINUTE, now=now)
    rates.limit("test:a", at_most=3, per=MINUTE, now=now + MINUTE)


def test_tries_at_the_same_moment_are_all_counted(race, now) -> None:
    def one() -> None:
        rates.limit("test:a", at_most=100, per=MINUTE, now=now)

    assert race(*[one] * 6) == [None] * 6
    assert Rate.objects.get().count == 6


def test_what_was_counted_is_forgotten(db, now) -> None:
    rates.limit("test:a", at_most=3, per=MINUTE, now=now)
    rates.limit("test:b", at_most=3, per=MINUTE, now=now - timedelta(days=3))
    assert (rates.forget("a"), rates.forget_old(now)) == (1, 1)


LOCAL = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"), ip_network("::1"))


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "caller"),
    [
        (0, "203.0.113.7", "", "203.0.113.7"),
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),  # nobody is believed
        (1, "127.0.0.1", "203.0.113.7", "203.0.113.7"),
        (1, "127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the caller wrote the first
        (2, "127.0.0.1", "198.51.100.1, 203.0.113.7, 10.1.1.1", "203.0.113.7"),
        (2, "127.0.0.1", "203.0.113.7", "203.0.113.7"),  # fewer than were said
        (1, "127.0.0.1", "", "127.0.0.1"),
        (1, "127.0.0.1", "nonsense", ""),
        (LOCAL, "127.0.0.1", "198.51.100.1, 203.0.113.7, 10.1.1.1", "203.0.113.7"),
        (LOCAL, "203.0.113.9", "198.51.100.1", "203.0.113.9"),  # not through a proxy
        (LOCAL, "127.0.0.1", "10.1.1.1", "10.1.1.1"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (0, "2001:db8:1:2::6", "", "2001:db8:1:2::"),
        (0, "2001:db8::6", "", "2001:db8::"),
        (0, "::ffff:203.0.113.7", "", "203.0.113.7"),
        (0, "", "", ""),
    ],
)
def test_where_a_request_comes_from(settings, trusted, remote: str, forwarded: str, caller: str) -> None:
    settings.TRUSTED_PROXY = trusted
    words = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert rates.address(RequestFactory().get("/", REMOTE_ADDR=remote, **words)) == caller


def test_the_environment_says_who_is_believed(tmp_path) -> None:
    def said(word: str):
        return env.read({"CLOSEKNIT_HOME": str(tmp_path), "CLOSEKNIT_TRUSTED_PROXY": word}).trusted_proxy

    assert (said(""), said(" 2 ")) == (0, 2)
    assert said("127.0.0.1, 10.1.2.3/8,::1") == (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("::1"))
    for wrong in ("-1", "proxy", "127.0.0.1,,"):
        with pytest.raises(BadOption):
            said(wrong)
