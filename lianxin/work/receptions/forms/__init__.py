"""What people type about receptions."""
