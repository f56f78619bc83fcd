"""The press kit: pictures, drawings and texts for journalists, with a manifest."""
