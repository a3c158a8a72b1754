"""Builds the wheel: the package of `src`, and the program `topline` beside it.

A backend of PEP 517 that needs nothing but Python. The program is what `cargo build --profile dist` makes, or the file that
TOPLINE_PROGRAM names. The same program and sources give the same bytes.
"""

import base64
import hashlib
import os
import pathlib
import platform
import re
import subprocess
import sys
import sysconfig
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PACKAGE = HERE / "src" / "topline"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel into a folder, and gives its name."""
    version = project("version")
    tag = f"py3-none-{system()}"
    info = f"topline-{version}.dist-info"
    program = built_program()
    suffix = ".exe" if sys.platform == "win32" else ""
    files = [(f"topline/{path.name}", path.read_bytes(), 0o644) for path in sorted(PACKAGE.iterdir()) if path.is_file()]
    files.append((f"topline-{version}.data/scripts/topline{suffix}", program.read_bytes(), 0o755))
    files.append((f"{info}/METADATA", metadata(version).encode(), 0o644))
    files.append((f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: topline\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(), 0o644))
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"]:
        files.append((f"{info}/licenses/{licence}", (ROOT / licence).read_bytes(), 0o644))
    record = "".join(f"{name},sha256={digest(data)},{len(data)}\n" for name, data, _ in files)
    files.append((f"{info}/RECORD", (record + f"{info}/RECORD,,\n").encode(), 0o644))
    name = f"topline-{version}-{tag}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data, mode in files:
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100000 | mode) << 16
            wheel.writestr(entry, data)
    return name


def build_sdist(sdist_directory, config_settings=None):
    """There is none: the sources are those of the whole project."""
    raise SystemExit("build the wheel in a copy of the project: pip wheel ./python")


def project(key):
    """A value of `[project]` in pyproject.toml, which Python 3.10 has no reader for."""
    text = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    return re.search(rf'^{key} = "(.*)"$', text, re.MULTILINE)[1]


def metadata(version):
    """What pip knows of the package."""
    head = [
        "Metadata-Version: 2.4",
        "Name: topline",
        f"Version: {version}",
        f"Summary: {project('description')}",
        f"License-Expression: {project('license')}",
        f"Requires-Python: {project('requires-python')}",
        "Requires-Dist: pyarrow>=15",
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(head) + "\n\n" + (HERE / "README.md").read_text(encoding="utf-8")


def built_program():
    """The program, built where none is named."""
    named = os.environ.get("TOPLINE_PROGRAM")
    if named:
        return pathlib.Path(named)
    subprocess.run(["cargo", "build", "--profile", "dist", "--locked"], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "dist" / ("topline.exe" if sys.platform == "win32" else "topline")


def system():
    """The tag of the system: on Linux with the oldest glibc that the program was built with, which is the one here."""
    name, version = platform.libc_ver()
    if sys.platform == "linux" and name == "glibc":
        major, minor = version.split(".")[:2]
        return f"manylinux_{major}_{minor}_{platform.machine()}"
    return re.sub(r"[-.]", "_", sysconfig.get_platform())


def digest(data):
    """A SHA-256 as RECORD writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
