"""Tests of what becomes of cases besides waiting and being handled."""
