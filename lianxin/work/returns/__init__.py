"""What a county asks its bodies to send, computed and signed."""
