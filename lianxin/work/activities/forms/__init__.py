"""What people type about activities."""
