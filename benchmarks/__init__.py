"""Measurements: each module in here measures one thing against something to compare it with."""
