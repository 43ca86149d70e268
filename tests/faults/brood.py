"""A process that has loaded the program once and forks one `bot run` for every line it reads.

What is killed is the real command in a process of its own; only the seconds of importing are spent once.
"""

import gc
import inspect
import os
import signal
import sys

import bot.build
from bot.cli import main
from texts import preload


def serve() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    assert bot.build, "loaded before the first fork"
    preload()
    inspect.stack()  # Bolt asks for it at each start; what it reads of the disk is then remembered
    gc.freeze()
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(2, 1)
            main(["run"])
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
