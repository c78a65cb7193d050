"""The cap before and after solving: what cannot hold, the lowest that can, its price, levers."""
