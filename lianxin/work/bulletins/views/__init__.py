"""Pages of bulletins, of reading them, of periodicals and papers of exchanges."""
