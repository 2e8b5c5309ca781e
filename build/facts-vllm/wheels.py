"""Files of a release of vLLM or Transformers, taken out of what the package index has of it.

A wheel of vLLM is 250 to 500 MB, nearly all of it CUDA kernels. Its Python files are 3 to 14 MB
and stand in a few runs, so that only these ranges are fetched, and kept as a small archive of
their own in the user's cache. What is read is the very artefact that people install: the wheel
for Linux on x86_64 of the release's last build. Source archives would not do: some releases have
none, and the metadata of a wheel (what it requires) is only made when one is built.
"""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

#: Bytes between two wanted files that are cheaper to fetch along than to ask once more for.
GAP = 1 << 18


@dataclass(frozen=True)
class Wheel:
    """A file of a release, as the package index lists it."""

    version: str
    file: str
    url: str
    sha256: str
    #: Day of the upload, YYYY-MM-DD.
    uploaded: str


def find_wheels(versions: list[str]) -> list[Wheel]:
    """vLLM's wheels in the order asked for. Ends the program if one is not listed."""
    listed: dict[str, list[tuple[int, dict]]] = {}
    for file in _index("vllm")["files"]:
        match = re.fullmatch(
            r"vllm-([^-]+)(?:-(\d+))?-cp38-abi3-manylinux\w*\.whl", file["filename"]
        )
        if match and not match[0].endswith("aarch64.whl"):
            listed.setdefault(match[1], []).append((int(match[2] or 0), file))
    wheels = []
    for version in versions:
        if version not in listed:
            sys.exit(f"The package index lists no wheel of vLLM {version} for Linux on x86_64.")
        wheels.append(_file(version, max(listed[version], key=lambda build: build[0])[1]))
    return wheels


def find_source_archive(version: str) -> Wheel | None:
    """vLLM's source archive of a release; some have none."""
    for file in _index("vllm")["files"]:
        if file["filename"] == f"vllm-{version}.tar.gz":
            return _file(version, file)
    return None


def find_transformers(oldest: tuple[int, ...]) -> list[Wheel]:
    """The wheels of Transformers' final releases from `oldest` on, by day of upload."""
    found = []
    for file in _index("transformers")["files"]:
        match = re.fullmatch(r"transformers-(\d+(?:\.\d+)+)-py3-none-any\.whl", file["filename"])
        if match and tuple(map(int, match[1].split("."))) >= oldest:
            found.append(_file(match[1], file))
    return sorted(found, key=lambda wheel: (wheel.uploaded, wheel.version))


def _file(version: str, file: dict) -> Wheel:
    url = urljoin(_index_url(), file["url"])
    return Wheel(version, file["filename"], url, file["hashes"]["sha256"], file["upload-time"][:10])


def open_members(wheel: Wheel, is_wanted: Callable[[str], bool]) -> zipfile.ZipFile:
    """The files of a wheel that are wanted, from the cache or else by range from the index."""
    kept = cache_folder() / f"{wheel.file}.sources-{wheel.sha256[:12]}.zip"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        size = _copy_members(wheel, is_wanted, part)
        part.replace(kept)
        print(f"{wheel.file}: {size / 1e6:.1f} MB fetched", file=sys.stderr)
    return zipfile.ZipFile(kept)


def read_from_archive(archive: Wheel, is_wanted: Callable[[str], bool]) -> dict[str, str]:
    """Text files of a source archive by their path below its folder; fetched whole, kept small."""
    kept = cache_folder() / f"{archive.file}.texts-{archive.sha256[:12]}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with urllib.request.urlopen(archive.url) as answer:
            whole = answer.read()
        if hashlib.sha256(whole).hexdigest() != archive.sha256:
            sys.exit(f"{archive.file} is not what the package index says it is.")
        texts = {}
        with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
            for member in tar:
                name = member.name.partition("/")[2]
                if member.isfile() and is_wanted(name):
                    texts[name] = tar.extractfile(member).read().decode("utf-8")
        kept.write_text(json.dumps(texts))
        print(f"{archive.file}: {len(whole) / 1e6:.1f} MB fetched", file=sys.stderr)
    return json.loads(kept.read_text())


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "inference-charts" / "vllm"


def _copy_members(wheel: Wheel, is_wanted: Callable[[str], bool], target: Path) -> int:
    remote = _RemoteFile(wheel.url)
    with zipfile.ZipFile(remote) as archive:
        wanted = sorted(
            (member for member in archive.infolist() if is_wanted(member.filename)),
            key=lambda member: member.header_offset,
        )
        remote.fetch_runs(
            # The name and extra field of a local header may be longer than in the directory.
            (member.header_offset, member.header_offset + member.compress_size + 1024)
            for member in wanted
        )
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for member in sorted(wanted, key=lambda one: one.filename):
                # Reading checks the CRC of each file.
                copy.writestr(member.filename, archive.read(member))
    return remote.fetched


class _RemoteFile(io.RawIOBase):
    """A file on a server that answers ranges, read as if it were here."""

    def __init__(self, url: str):
        self._url = url
        self._position = 0
        self._runs: list[tuple[int, bytes]] = []
        self.fetched = 0
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD")) as answer:
            self._size = int(answer.headers["Content-Length"])

    def fetch_runs(self, ranges) -> None:
        """Fetches ranges, in order of their start; neighbours come in one piece."""
        runs: list[list[int]] = []
        for start, end in ranges:
            if runs and start - runs[-1][1] < GAP:
                runs[-1][1] = max(runs[-1][1], end)
            else:
                runs.append([start, end])
        for start, end in runs:
            self._fetch(start, min(end, self._size))

    def _fetch(self, start: int, end: int) -> None:
        request = urllib.request.Request(self._url, headers={"Range": f"bytes={start}-{end - 1}"})
        with urllib.request.urlopen(request) as answer:
            if answer.status != 206:
                sys.exit(f"{self._url} does not answer ranges; nothing was read.")
            run = answer.read()
        self.fetched += len(run)
        self._runs.append((start, run))

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = base + offset
        return self._position

    def readinto(self, buffer) -> int:
        start, end = self._position, min(self._position + len(buffer), self._size)
        if end <= start:
            return 0
        for _ in range(2):
            for first, run in self._runs:
                if first <= start and end <= first + len(run):
                    buffer[: end - start] = run[start - first : end - first]
                    self._position = end
                    return end - start
            self._fetch(start, min(max(end, start + GAP), self._size))
        raise AssertionError("a fetched range does not hold what was asked for")


@cache
def _index(package: str) -> dict:
    request = urllib.request.Request(
        urljoin(_index_url(), f"{package}/"),
        headers={"Accept": "application/vnd.pypi.simple.v1+json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@cache
def _index_url() -> str:
    """The package index that pip is set up for."""
    configured = (
        os.environ.get("PIP_INDEX_URL")
        or subprocess.run(
            [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    )
    return (configured.strip() or "https://pypi.org/simple").rstrip("/") + "/"
