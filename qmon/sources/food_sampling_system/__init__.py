"""food_sampling_system: sampling forms and item tables exported from the national food sampling system."""
