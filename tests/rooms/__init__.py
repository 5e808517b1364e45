"""Records and pages of each room, for the tests that open every address."""
