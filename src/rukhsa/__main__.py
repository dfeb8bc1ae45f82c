"""`python -m rukhsa`."""

import sys

from rukhsa.cli.main import main

sys.exit(main())
