"""Measuring pages on the data of a province."""
