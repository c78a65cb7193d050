"""The door: parse, call, show progress, write, exit code."""
