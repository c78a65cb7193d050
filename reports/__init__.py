"""What leaves the house: rosters, routing rules, charts and the one-file report."""
