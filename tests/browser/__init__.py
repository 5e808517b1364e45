"""Whole journeys through the pages, in a real browser."""
