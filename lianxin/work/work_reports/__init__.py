"""The work report: prose with figures that open."""
