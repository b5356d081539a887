"""`python -m bot` and `tinbai`: runs the command line, never shows a traceback."""

from bot.cli import main

if __name__ == "__main__":
    main()
