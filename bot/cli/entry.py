"""How `cartera` begins."""

from bot.process_tuning import load_without_collecting


def main() -> None:
    """The entry point."""
    with load_without_collecting():
        from bot.cli.main import main as run  # noqa: PLC0415 - everything there is: that is what takes the time
    run()


if __name__ == "__main__":
    main()
