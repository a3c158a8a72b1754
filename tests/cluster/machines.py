"""Processes of a cluster on this machine."""

import os
import pathlib
import signal
import socket
import subprocess
import time

# Longer than any process of the tests takes to start.
START = 60


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Process:
    """A scheduler or a worker that says on standard output that it is ready."""

    def __init__(self, command, log, environment=None):
        self.log = pathlib.Path(log)
        self.process = subprocess.Popen(
            [str(part) for part in command], stdout=self.log.open("w"), stderr=subprocess.STDOUT, env=environment or os.environ
        )

    def wait(self):
        """Waits until it is ready."""
        until = time.monotonic() + START
        while not any(line.startswith(("scheduler of", "worker of")) for line in self.text().splitlines()):
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"a process did not start: {self.text()}")
            time.sleep(0.05)
        return self

    def text(self):
        return self.log.read_text()

    def send(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)

    def end(self):
        """Ends it, frozen or not."""
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Cluster:
    """A scheduler and workers."""

    def __init__(self, program, folder, workers, options=(), scheduler_options=(), scheme="http", environment=None):
        self.program, self.folder, self.options, self.environment = program, pathlib.Path(folder), list(options), environment
        self.folder.mkdir(parents=True, exist_ok=True)
        port = free_port()
        self.url = f"{scheme}://localhost:{port}"
        command = [program, "scheduler", "--port", port, *self.options, *scheduler_options, "--log", "warn"]
        self.scheduler = Process(command, self.folder / "scheduler.log", environment)
        self.workers, self.started = [], 0
        self.scheduler.wait()
        for _ in range(workers):
            self.add_worker()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in [*self.workers, self.scheduler]:
            process.end()

    def add_worker(self, program=None, port=None, environment=None, wait=True):
        """Starts one more worker."""
        self.started += 1
        port = port or free_port()
        command = [program or self.program, "worker", "--scheduler", self.url, "--port", port, "--cores", 2, *self.options, "--log", "warn"]
        worker = Process(command, self.folder / f"worker-{self.started}.log", environment or self.environment)
        worker.port = port
        self.workers.append(worker)
        return worker.wait() if wait else worker
