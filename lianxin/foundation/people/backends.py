"""Signing in by user name or phone number, with a password."""

import unicodedata

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from lianxin.foundation.people.models import Account
from lianxin.foundation.people.phones import clean_phone


class UsernameOrPhone(AuthenticationBackend):
    """One field for both: people need not know which of the two they typed.

    User names never look like phone numbers (`accounts.clean_username`), so
    nobody can take the name of another's phone.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials) -> AbstractBaseUser | None:
        account = find_account(credentials.get("username") or "")
        return self._check_password(account, credentials.get("password") or "")


def find_account(typed: str) -> Account | None:
    """The account whose user name or phone number was typed, whether it may sign in or not."""
    name = clean_login(typed)
    if phone := clean_phone(name):
        return Account.objects.filter(phone=phone).first()
    return Account.objects.filter(username=name).first() if name else None


def clean_login(typed: str) -> str:
    """As user names are kept: no full-width characters, no spaces around, small letters."""
    return unicodedata.normalize("NFKC", typed).strip().lower()
