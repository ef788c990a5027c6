"""``python -m autograder.tryout``: the server of ``/try/``, started by the Hub."""

import sys

from autograder.tryout.server import main

if __name__ == "__main__":
    sys.exit(main())
