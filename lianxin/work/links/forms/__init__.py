"""What people type about links, linked voters, contacts and spot checks."""
