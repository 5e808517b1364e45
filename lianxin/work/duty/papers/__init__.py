"""Papers of this room: the booklet of a deputy's file, the summary of a campaign."""
