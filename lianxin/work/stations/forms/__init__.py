"""What people type about stations."""

from lianxin.work.stations.forms.network import (
    AppointForm,
    AttachForm,
    CloseForm,
    EndForm,
    FilterForm,
    IntroduceForm,
    StationForm,
)

__all__ = [
    "AppointForm",
    "AttachForm",
    "CloseForm",
    "EndForm",
    "FilterForm",
    "IntroduceForm",
    "StationForm",
]
