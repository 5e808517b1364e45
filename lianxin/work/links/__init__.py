"""Who keeps in touch with whom: leaders, deputies, places and voters."""
