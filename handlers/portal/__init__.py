"""What the portal published and nobody logged, with its words."""
