"""The buttons below messages; typing always works too."""
