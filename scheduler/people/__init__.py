"""People: what one person may work, and at what price, rule by rule."""
