"""Commands that run the program or look after how it runs."""
