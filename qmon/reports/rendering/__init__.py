"""Renderings of published tables: each module writes one kind of file from the same tables."""
