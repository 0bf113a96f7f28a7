"""Sourced tables of places, categories, tested items and units, and the lookups in them."""
