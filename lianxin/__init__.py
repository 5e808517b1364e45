"""连心 Lianxin: the work platform of grassroots people's congresses."""

__version__ = "0.1.0"
