"""Telling people what happened: `telling.tell`, from any room's workflow step."""
