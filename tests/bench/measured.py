"""What a program takes: for the benchmarks that run the program itself."""

import multiprocessing
import os
import subprocess
import sys
import time


def measure(command):
    """CPU seconds, seconds and peak memory in MB of a program.

    The peak of a child begins with the memory of its parent: whoever asks for it must be small.
    """
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))} failed")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def apart(function, *arguments):
    """The result of a function that takes much memory, called in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)
