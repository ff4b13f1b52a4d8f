"""The tooling behind `./dev`: Python's standard library only, Python 3.10 or newer."""
