"""Figures that open: what is counted, in words, and the records behind it."""
