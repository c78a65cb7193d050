"""The roster as files: CSV, workbook, calendars, Parquet."""
