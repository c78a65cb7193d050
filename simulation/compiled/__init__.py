"""The compiled twin: the same desk and life as in SimPy, near the speed of the machine."""
