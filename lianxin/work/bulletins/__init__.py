"""政情通报与知情知政: bulletins to deputies, who read them, periodicals, papers of exchanges."""
