"""`python -m extract_load`."""

import sys

from extract_load.cli import main

sys.exit(main(sys.argv[1:]))
