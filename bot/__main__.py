"""`python -m bot` and `tinbai`: runs the command line, never shows a traceback."""

STOPPED = 130


def main() -> None:
    """Load the command line and run it; Ctrl-C ends it quietly at any moment."""
    try:
        from bot.cli import main as command_line

        command_line()
    except KeyboardInterrupt:
        raise SystemExit(STOPPED) from None


if __name__ == "__main__":
    main()
