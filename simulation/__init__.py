"""What the world does: arrivals, cases, desk, router, records, metrics, replications."""
