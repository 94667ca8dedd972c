"""Runs every scenario against the emulator whose URL is the first argument, and prints one row for each."""

import asyncio
import sys

import scenarios
from sdk import connect


async def main(emulator: str) -> int:
    adapter = connect(emulator, "token-of-the-scenarios")
    failed = 0
    for scenario in scenarios.ALL:
        name = scenario.__doc__.rstrip(".")
        try:
            await scenario(adapter, lambda token: connect(emulator, token))
            print(f"passed  {name}")
        except Exception as error:  # A scenario fails with whatever the SDK raises.
            failed += 1
            print(f"failed  {name}: {type(error).__name__}: {' '.join(str(error).split())}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1])))
