"""Statistics: intervals as SQL macros that travel with every release."""
