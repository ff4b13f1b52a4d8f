"""The commands of `./dev`, one module each, each with a function `main`."""
