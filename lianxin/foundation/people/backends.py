"""Signing in by user name or phone number, with a password."""

import unicodedata
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from lianxin.foundation.people.models import Account
from lianxin.foundation.people.phones import clean_phone

_read_along: dict[str, Any] = {}


def read_along(**columns: Any) -> None:
    """Have expressions read in the query that reads the signed-in account on each page.

    For what every page shows of it, such as a number in its header: no query of its own.
    """
    _read_along.update(columns)


class UsernameOrPhone(AuthenticationBackend):
    """One field for both: people need not know which of the two they typed.

    User names never look like phone numbers (`accounts.clean_username`), so
    nobody can take the name of another's phone.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials) -> AbstractBaseUser | None:
        account = find_account(credentials.get("username") or "")
        return self._check_password(account, credentials.get("password") or "")

    def get_user(self, user_id: Any) -> Account | None:
        account = Account.objects.annotate(**_read_along).filter(pk=user_id).first()
        return account if account and self.user_can_authenticate(account) else None


def find_account(typed: str) -> Account | None:
    """The account whose user name or phone number was typed, whether it may sign in or not."""
    name = clean_login(typed)
    if phone := clean_phone(name):
        return Account.objects.filter(phone=phone).first()
    return Account.objects.filter(username=name).first() if name else None


def clean_login(typed: str) -> str:
    """As user names are kept: no full-width characters, no spaces around, small letters."""
    return unicodedata.normalize("NFKC", typed).strip().lower()
