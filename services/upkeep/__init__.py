"""Taking back, backing up, exporting and watching over the installation."""
