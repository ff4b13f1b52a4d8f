"""What the journeys are told with."""
