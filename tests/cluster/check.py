"""A cluster of topline: the bits of one machine, lost workers, other builds, certificates, and S3.

    check.py TOPLINE TOPLINE_CLUSTER FOLDER [RUNS] [SEED]

Answers are compared with those of TOPLINE on one machine, byte by byte. RUNS queries and runs each have a worker that is killed,
frozen or restarted at a random time. The Python has moto (server) for S3.
"""

import os
import pathlib
import random
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

import survey
from machines import Cluster, free_port
from secrets_of import Store, authority, options

# No answer, and no error, may take longer.
BOUND = 120
ROWS = 50_000


class Check:
    def __init__(self, topline, program, folder):
        self.topline, self.program, self.folder = topline, program, folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.pipeline = survey.write(folder, ROWS)
        self.out = folder / "out"
        subprocess.run([topline, "run", self.pipeline, "--out", self.out, "-q"], check=True)
        self.last = self.out / "cluster-test"
        self.expected = {name: self.one_machine(sql) for name, sql in survey.QUERIES.items()}
        self.figures = (self.last / "figures.parquet").read_bytes()

    def one_machine(self, sql):
        command = [self.topline, "sql", sql, "--pipeline", self.pipeline, "--out", self.out, "--format", "csv"]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout

    def ask(self, cluster, sql, *options, environment=None):
        """What a query prints, or why it fails."""
        command = [self.program, "sql", self.pipeline, sql, "--scheduler", cluster.url, "--out", self.out, *options, *cluster.options]
        return self.bounded(command, environment or cluster.environment)

    def run(self, cluster, to, *options):
        command = [self.program, "run", self.pipeline, "--scheduler", cluster.url, "--out", self.out, "--output", to, *options, *cluster.options]
        return self.bounded(command, cluster.environment)

    def bounded(self, command, environment=None):
        command = [str(part) for part in command]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=BOUND, env=environment)

    def same(self, cluster, names, *options):
        """All queries give what one machine gives."""
        for name in names:
            found = self.ask(cluster, survey.QUERIES[name], *options)
            if found.returncode or found.stdout != self.expected[name]:
                sys.exit(f"{name} {options}: {found.stderr.decode()}\n{found.stdout[:500]}\nand not\n{self.expected[name][:500]}")

    def same_figures(self, cluster, *options):
        to = self.folder / "figures.parquet"
        to.unlink(missing_ok=True)
        found = self.run(cluster, to, *options)
        if found.returncode or to.read_bytes() != self.figures:
            sys.exit(f"figures {options}: {found.stderr.decode()}")


def refused(found, *words):
    """A clean error that says these words."""
    text = found.stderr.decode()
    if found.returncode != 2 or found.stdout or not all(word in text for word in words) or "panicked" in text:
        sys.exit(f"not refused with {words}: {found.returncode} {found.stdout[:200]} {text}")


def same_bits(check):
    """One and two workers, several partitions, responses in one file and in many."""
    # The process that asks adds up doubles. Over several files its batches end elsewhere, and with them the last digits differ.
    exact = [name for name in survey.QUERIES if name not in ("doubles", "view")]
    ends = sorted(random.Random(3).sample(range(1, ROWS), 6))
    cut = survey.cut(check.topline, check.pipeline, check.out, check.folder / "cut", ends)
    for workers in (1, 2):
        with Cluster(check.program, check.folder / f"same-{workers}", workers) as cluster:
            for parts in (1, 2, 7, 16):
                check.same(cluster, survey.QUERIES, "--parts", parts)
                check.same_figures(cluster, "--parts", parts)
            check.same(cluster, exact, "--responses", cut)
            plan = check.ask(cluster, "explain " + survey.QUERIES["groups"]).stdout.decode()
            if "OnCluster" not in plan:
                sys.exit(f"nothing is sent to the cluster: {plan}")
            plan = check.ask(cluster, "explain " + survey.QUERIES["doubles"]).stdout.decode()
            if "OnCluster" in plan:
                sys.exit(f"a sum of doubles is sent to the cluster: {plan}")
            refused(check.ask(cluster, 'select survey_mean("age") from responses'), "survey_mean()", "topline sql")
            refused(check.ask(cluster, "select now()"), "volatile")
            refused(check.ask(cluster, 'select sum(row_id * 92233720368547) as s from responses where row_id > 1000 group by "q1"'), "large")
            double = check.folder / "double"
            double.mkdir(exist_ok=True)
            for name in ("a.parquet", "b.parquet"):
                shutil.copy(check.last / "responses.parquet", double / name)
            refused(check.ask(cluster, survey.QUERIES["count"], "--responses", double), "a.parquet", "b.parquet")
            refused(check.ask(cluster, survey.QUERIES["count"], "--responses", check.last), "columns")


def lost_workers(check, runs, seed):
    """A worker killed, frozen or restarted at a random time: the same bits or a clean error, in time, and no half of an output."""
    print(f"  {runs} runs, seed {seed}")
    generator = random.Random(seed)
    same, errors, longest = 0, 0, 0.0
    names = ["groups", "many groups", "share", "filtered"]
    options = ["--lost-after", 6, "--no-workers-after", 15]
    with Cluster(check.program, check.folder / "lost", 2, scheduler_options=options) as cluster:
        started = time.monotonic()
        check.same_figures(cluster)
        alone = time.monotonic() - started
        for at in range(runs):
            what, wait = generator.choice(["kill", "freeze", "restart"]), generator.uniform(0, 1.2 * alone)
            victim = generator.choice(cluster.workers)
            answers = []
            to = check.folder / "lost.parquet"
            to.unlink(missing_ok=True)
            is_run, name = generator.random() < 0.5, generator.choice(names)
            ask = lambda: check.run(cluster, to) if is_run else check.ask(cluster, survey.QUERIES[name])
            asking = threading.Thread(target=lambda: answers.append(ask()))
            started = time.monotonic()
            asking.start()
            time.sleep(wait if is_run else wait / 2)
            if what == "freeze":
                victim.send(signal.SIGSTOP)
            else:
                victim.send(signal.SIGKILL)
            if what == "restart":
                victim.process.wait()
                cluster.workers.remove(victim)
                cluster.add_worker(port=victim.port)
            asking.join(BOUND)
            taken = time.monotonic() - started
            if asking.is_alive() or not answers:
                sys.exit(f"run {at} hangs after {what} at {wait:.2f} s")
            found, longest = answers[0], max(longest, taken)
            is_same = (to.exists() and to.read_bytes() == check.figures) if is_run else found.stdout == check.expected[name]
            if found.returncode == 0 and is_same:
                same += 1
            elif found.returncode == 2 and found.stderr.startswith(b"error: ") and not found.stdout and not to.exists():
                errors += 1
                print(f"  run {at}: {what} at {wait:.2f} s: {found.stderr.decode()[:300]}")
            else:
                sys.exit(f"run {at}: {what} at {wait:.2f} s: {found.returncode} {found.stderr.decode()} {to.exists()}")
            if what != "restart":
                victim.process.kill()
                victim.process.wait()
                cluster.workers.remove(victim)
                cluster.add_worker()
        print(f"  {same} with the same bits, {errors} with an error; the longest took {longest:.1f} s")


def dead_worker(check):
    """A worker that is listed and dead, then no worker at all."""
    with Cluster(check.program, check.folder / "dead", 2, scheduler_options=["--lost-after", 6, "--no-workers-after", 8]) as cluster:
        check.same(cluster, ["count"])
        cluster.workers[0].send(signal.SIGKILL)
        check.same(cluster, ["groups", "share"])
        cluster.workers[1].send(signal.SIGSTOP)
        cluster.workers[0].process.wait()
        refused(check.ask(cluster, survey.QUERIES["groups"], "--timeout", 60))
        refused(check.ask(cluster, survey.QUERIES["groups"], "--timeout", 2))
        cluster.workers[1].send(signal.SIGCONT)
        check.same(cluster, ["groups"])
        cluster.scheduler.send(signal.SIGKILL)
        cluster.scheduler.process.wait()
        refused(check.ask(cluster, survey.QUERIES["groups"]), "reach the scheduler")


def other_build(check):
    """A worker and a client of another build are refused by name."""
    name = subprocess.run([check.program, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.split(maxsplit=1)[1].strip()
    commit = re.search(r"\((\w+)", name)
    if not commit:
        sys.exit(f"{name} names no commit")
    old, new = commit[1].encode(), commit[1][::-1].encode()
    other = check.folder / "topline-cluster-of-another-build"
    other.write_bytes(check.program.read_bytes().replace(old, new))
    other.chmod(0o755)
    with Cluster(check.program, check.folder / "build", 1) as cluster:
        command = [other, "worker", "--scheduler", cluster.url, "--port", free_port()]
        refused(check.bounded(command), name, name.replace(old.decode(), new.decode()))
        command = [other, "sql", check.pipeline, survey.QUERIES["count"], "--scheduler", cluster.url, "--out", check.out]
        refused(check.bounded(command), name, name.replace(old.decode(), new.decode()))
        check.same(cluster, ["count"])


def certificates(check):
    """Both sides show a certificate that the authority signed, or nothing is answered."""
    ours = options(authority(check.folder / "authority"), "ours")
    theirs = options(authority(check.folder / "another-authority"), "theirs")
    # Believes our authority, and shows a certificate of another one.
    stranger = [*ours[:2], *theirs[2:]]
    with Cluster(check.program, check.folder / "tls", 2, options=ours, scheme="https") as cluster:
        check.same(cluster, ["groups", "share"])
        check.same_figures(cluster)
        for wrong in (theirs, stranger):
            command = [check.program, "sql", check.pipeline, survey.QUERIES["count"], "--scheduler", cluster.url, "--out", check.out]
            refused(check.bounded([*command, *wrong]))
            command = [check.program, "worker", "--scheduler", cluster.url, "--port", free_port(), "--patience", 2]
            refused(check.bounded([*command, *wrong]))
        plain = cluster.url.replace("https", "http")
        command = [check.program, "sql", check.pipeline, survey.QUERIES["count"], "--out", check.out, "--scheduler"]
        refused(check.bounded([*command, plain]))
        refused(check.bounded([*command, cluster.url]), "--ca", "--cert", "--key")
        # Nobody fetches from a worker without a certificate.
        believing = ssl.create_default_context(cafile=ours[1])
        believing.set_alpn_protocols(["h2"])
        with socket.create_connection(("localhost", cluster.workers[0].port), BOUND) as plain:
            try:
                with believing.wrap_socket(plain, server_hostname="localhost") as fetching:
                    fetching.recv(1)
                    sys.exit("a worker asks for no certificate")
            except ssl.SSLError as error:
                if "CERTIFICATE_REQUIRED" not in str(error):
                    sys.exit(f"a worker asks for no certificate: {error}")
        check.same(cluster, ["count"])


def s3(check):
    """Responses in S3: with the right key, and with wrong ones, which nothing repeats."""
    ends = [ROWS // 3, ROWS // 2]
    cut = survey.cut(check.topline, check.pipeline, check.out, check.folder / "cut-for-s3", ends)
    store = Store(check.folder)
    try:
        address = store.put(sorted(cut.iterdir()), "wave")
        exact = ["count", "groups", "many groups", "share", "labels"]
        with Cluster(check.program, check.folder / "s3", 2, environment=store.environment()) as cluster:
            check.same(cluster, exact, "--responses", address)
            check.same_figures(cluster, "--responses", address)
            wrong = store.environment("AKIAWRONGWRONGWRONG1", "wrongwrongwrongwrong")
            found = check.ask(cluster, survey.QUERIES["count"], "--responses", address, environment=wrong)
            refused(found, "responses")
            silent(store, found.stderr.decode())
            wrong = store.environment(store.key, "wrongwrongwrongwrong")
            found = check.ask(cluster, survey.QUERIES["count"], "--responses", address, environment=wrong)
            refused(found, "responses")
            silent(store, found.stderr.decode())
            refused(check.ask(cluster, survey.QUERIES["count"], "--responses", "s3://responses/elsewhere/"), "no Parquet file")
        # Whoever asks has the right key, and the workers have not.
        wrong = store.environment("AKIAWRONGWRONGWRONG1", "wrongwrongwrongwrong")
        with Cluster(check.program, check.folder / "s3-wrong", 1, environment=wrong) as cluster:
            right = store.environment()
            found = check.ask(cluster, survey.QUERIES["groups"], "--responses", address, environment=right)
            refused(found, "cluster")
            silent(store, found.stderr.decode())
        for folder in ("s3", "s3-wrong"):
            for log in (check.folder / folder).glob("*.log"):
                silent(store, log.read_text())
    finally:
        store.end()


def silent(store, text):
    """Says no key."""
    for key in (store.key, store.secret, "AKIAWRONGWRONGWRONG1", "wrongwrongwrongwrong"):
        if key in text:
            sys.exit(f"a key is told: {text}")


def main():
    topline, program, folder = (pathlib.Path(path).resolve() for path in sys.argv[1:4])
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    check = Check(topline, program, folder)
    checks = {
        "the same bits": lambda: same_bits(check),
        "a dead worker": lambda: dead_worker(check),
        "another build": lambda: other_build(check),
        "certificates": lambda: certificates(check),
        "responses in S3": lambda: s3(check),
        "lost workers": lambda: lost_workers(check, runs, seed),
    }
    only = os.environ.get("TOPLINE_CLUSTER_CHECK")
    for name, each in checks.items():
        if only in (None, name):
            started = time.monotonic()
            print(name, flush=True)
            each()
            print(f"  holds, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
