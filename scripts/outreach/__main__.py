"""The command `outreach`, also as `python -m outreach`."""

import sys

from outreach.cli.commands import main

if __name__ == "__main__":
    sys.exit(main())
