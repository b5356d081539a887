"""The page where somebody tries a board as several people, with the board beside them."""
