"""Assignment rules as files of other routing systems."""
