"""What we decide: requirement, shifts, roster, assignment rules and the plan loop."""
