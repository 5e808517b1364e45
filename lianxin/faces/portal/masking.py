"""Covering personal data in what the public pages show."""

from lianxin.foundation.masking import NUMBERS, mask, mask_name, mask_voice

__all__ = ["NUMBERS", "mask", "mask_name", "mask_voice"]
