"""`python -m adsandbox`."""

from adsandbox.cli import main

raise SystemExit(main())
