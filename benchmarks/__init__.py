"""Benchmarks: what the corridor costs beside a bare copy and beside the usual way. Nothing here is a test."""
