"""`./dev doctor`: what is found here, what is missing, how to get it.

Nothing is changed and nothing is fetched. What is only fetched on the first start is
not a fault; the exit code is 1 when something is missing that ./dev cannot get itself.
"""

import argparse
import sys

from tools import checks


def main(context, arguments):
    """Print one line for each thing that ./dev needs."""
    parser = argparse.ArgumentParser(
        prog="./dev doctor",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    found = [check(context) for check in checks.ALL]
    width = max(len(finding.what) for finding in found)
    for finding in found:
        print(f"{finding.mark:<8} {finding.what:<{width}}  {finding.text}")
    missing = [finding for finding in found if finding.mark == checks.MISSING]
    sys.stdout.flush()
    if missing:
        print(
            f"\nMissing: {len(missing)}. Do what the lines above say and start again."
        )
        return 1
    print("\nEverything is here or will be fetched on the first start.")
    return 0
