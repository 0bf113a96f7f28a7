"""qmon: from the daily deliveries of inspection bodies to pass rates that can be published, defended and corrected."""

__version__ = "0.1.0"
