"""What the planner sees at the command line: tables, progress, exit codes."""
