"""`python -m counterclaim` is the command line."""

from counterclaim.cli.main import run

if __name__ == "__main__":
    run()
