"""`python -m ctlint`, and what the command `ctlint` runs."""

import sys

EXIT_INTERRUPTED = 130


def main() -> int:
    """Run the command line and return its exit code; an interrupt while it is being loaded ends quietly."""
    try:
        from ctlint import cli
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
