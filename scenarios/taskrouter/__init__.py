"""Twilio TaskRouter: its expressions and names, and workflows read back as assignment rules."""
