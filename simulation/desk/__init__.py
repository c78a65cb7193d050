"""The desk: cases, agents and the router between them, event by event."""
