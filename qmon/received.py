"""What was received: the bytes under their hash, and one receipt a delivery, in the order in which they came."""

import datetime
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from qmon.whole import remembered, write_whole

MANY = 1_000  # receipts that are read one by one; beyond it, all are put together in one file, which takes a fiftieth of the time


class Receipt(NamedTuple):
    """One delivery: a file as it was received. Kept as JSON in curated/received/, so that a night cut short keeps its order."""

    delivery_id: str
    source: str
    file: str
    sha256: str
    bytes: int
    received_at: str
    sequence: int
    duplicate_of: str | None = None
    supersedes: str | None = None

    @property
    def moment(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.received_at)


class Store(NamedTuple):
    """The folders of the curated side that hold bytes and receipts."""

    curated: Path

    def kept(self, sha256: str) -> Path:
        return self.curated / "kept" / sha256

    def holds(self, sha256: str, size: int) -> bool:
        """Whether the bytes are kept, all of them."""
        path = self.kept(sha256)
        return path.exists() and path.stat().st_size == size

    def held(self) -> set[str]:
        """The hashes of all bytes that are kept."""
        folder = self.kept("")
        return set(os.listdir(folder)) if folder.exists() else set()

    @property
    def received(self) -> Path:
        return self.curated / "received"

    def path(self, delivery_id: str) -> Path:
        """Where the receipt of a delivery is."""
        return self.received / f"{delivery_id}.json"

    def receipt(self, delivery_id: str) -> Receipt | None:
        """The receipt of a delivery; None where there is none."""
        path = self.path(delivery_id)
        try:
            return Receipt(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None
        except (ValueError, TypeError) as error:
            raise OSError(f"接收单已损坏，无法读取：{path}（{error}）；请从备份恢复，或移出该文件夹") from error

    def receipts(self) -> list[Receipt]:
        """Every receipt so far, in the order in which the files came."""
        found, _ = self._found()
        return found

    def add(self, receipts: Iterable[Receipt]) -> None:
        """Write receipts. Where many have come since that was done last, all are put together."""
        receipts = list(receipts)
        if not receipts:
            return
        for receipt in receipts:
            write_whole(self.path(receipt.delivery_id), json.dumps(receipt._asdict(), ensure_ascii=False, indent=1).encode())
        found, n_single = self._found()
        if n_single > MANY:
            write_whole(self._together, json.dumps(found, ensure_ascii=False).encode())

    @property
    def _together(self) -> Path:
        """All receipts of some day in one file. A receipt is never changed, so the copy stays true; without it, each is read."""
        return self.curated / "received.json"

    def _found(self) -> tuple[list[Receipt], int]:
        """Every receipt, and how many of them were read one by one."""
        there = {name[:-5] for name in os.listdir(self.received) if name.endswith(".json")} if self.received.exists() else set()
        told = remembered(self._together, lambda told: [Receipt._make(one) for one in told]) or []
        found = {receipt.delivery_id: receipt for receipt in told if receipt.delivery_id in there}
        single = [receipt for name in there - found.keys() if (receipt := self.receipt(name)) is not None]
        return sorted([*found.values(), *single], key=lambda receipt: receipt.sequence), len(single)
