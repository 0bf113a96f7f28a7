"""Tests of the packaged sources: small deliveries as suppliers send them, each with what must come out of it."""
