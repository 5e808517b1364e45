"""Honours: criteria, nominations with facts, publicity, naming, rewards."""
