"""Arrivals: what comes in, when, and how much work it makes."""
