"""Tours: the search over whole tours of people, one at a time, in compiled code."""
