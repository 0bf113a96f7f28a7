"""Tests of the grammar: text in, value out."""
