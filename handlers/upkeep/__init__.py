"""The words of what goes wrong at the terminal."""
