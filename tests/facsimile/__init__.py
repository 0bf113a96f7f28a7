"""Facsimile deliveries: files as offices hand them in, with published counts and rates, and with invented firms and shops."""
