"""Faces of official papers: which families stand for 仿宋、楷体、黑体、小标宋 on this machine.

Searched first: the folder LIANXIN_FONTS (default: fonts under LIANXIN_VAR),
where a site puts the faces it holds a licence for; then the system's; last the
two Noto faces the program brings, so that a paper can always be drawn.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pylopdf_fonts_zh_cn as shipped
import typst
from django.conf import settings
from django.utils.translation import gettext_lazy as _

BASELINE_SERIF, BASELINE_SANS = "Noto Serif SC", "Noto Sans SC"


class Face(NamedTuple):
    """A face GB/T 9704 asks for.

    families: what passes for it, the best first; genuine: how many of the
    first ones are that face, and not merely something legible.
    """

    name: object
    office_name: str
    families: tuple[str, ...]
    genuine: int


_SERIF = ("Noto Serif CJK SC", BASELINE_SERIF)
_SANS = ("Noto Sans CJK SC", BASELINE_SANS)
FACES = {
    # typst reads FandolFang's family name with the R; without it the face is passed over.
    "fang": Face(
        _("仿宋"),
        "仿宋_GB2312",
        (
            *("FangSong_GB2312", "仿宋_GB2312", "FZFangSong-Z02", "FangSong", "STFangsong"),
            *("FandolFang R", "LXGW WenKai", *_SERIF),
        ),
        6,
    ),
    "kai": Face(
        _("楷体"),
        "楷体_GB2312",
        (
            *("KaiTi_GB2312", "楷体_GB2312", "FZKai-Z03", "KaiTi", "STKaiti", "FandolKai"),
            *("LXGW WenKai", "AR PL UKai CN", *_SERIF),
        ),
        8,
    ),
    "hei": Face(
        _("黑体"),
        "黑体",
        ("SimHei", "FZHei-B01S", "STHeiti", "FandolHei", *_SANS),
        6,
    ),
    "biao": Face(
        _("小标宋"),
        "方正小标宋简体",
        ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "STZhongsong", *_SERIF),
        3,
    ),
    "song": Face(_("宋体"), "宋体", ("SimSun", "FZShuSong-Z01", "FandolSong", *_SERIF), 3),
}


class Found(NamedTuple):
    """Which family was found for a face, and whether it merely stands in for it."""

    face: str
    family: str
    is_standin: bool


def folders() -> list[Path]:
    """Where faces are looked for besides the system's folders, first come first served."""
    own = os.environ.get("LIANXIN_FONTS") or str(settings.VAR_DIR / "fonts")
    return [path for path in (Path(own), shipped.serif_path().parent) if path.is_dir()]


@lru_cache(maxsize=1)
def families_here() -> frozenset[str]:
    """Every family of this machine; read once, as looking through the folders takes a second."""
    found = typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=folders()
    )
    return frozenset(found.families())


@lru_cache(maxsize=1)
def chosen() -> dict[str, list[str]]:
    """For each face the families here that pass for it, the best first.

    The rest of the list serves single characters: FandolFang has no 喆 or 堃.
    """
    here = families_here()
    return {
        key: [family for family in face.families if family in here] for key, face in FACES.items()
    }


def report() -> list[Found]:
    """What each face is really drawn in, for the health check."""
    return [
        Found(
            str(face.name),
            chosen()[key][0],
            face.families.index(chosen()[key][0]) >= face.genuine,
        )
        for key, face in FACES.items()
    ]


def forget() -> None:
    """Look through the folders anew, after faces were added."""
    families_here.cache_clear()
    chosen.cache_clear()
