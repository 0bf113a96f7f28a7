"""What is installed is what was locked: each lock pins and hashes everything and names no host; the bill of materials lists the same."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-spark.lock", "benchmarks/peers/requirements.lock")


def entries(lock: str) -> list[str]:
    """The entries of a lock, each with its lines joined."""
    text = re.sub(r"^\s*#.*$", "", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [" ".join(entry.split()) for entry in re.split(r"(?m)^(?=\S)", text.replace("\\\n", " ")) if entry.strip()]


def pinned(lock: str) -> set[tuple[str, str]]:
    """Name and version; a package may stand twice, for other versions of Python."""
    found = (re.match(r"([\w.-]+)==(\S+)", entry) for entry in entries(lock))
    return {(normal(one[1]), one[2]) for one in found if one is not None}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_pinned_and_hashed(lock: str) -> None:
    assert [entry[:80] for entry in entries(lock) if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_bill_of_materials_lists_what_the_lock_pins() -> None:
    listed = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    found = {(normal(one["name"]), one["version"]) for one in listed}
    assert found - pinned("requirements.lock") == set()
    assert len(found) > len(pinned("requirements.lock")) * 0.9  # what the lock has more is for other machines
