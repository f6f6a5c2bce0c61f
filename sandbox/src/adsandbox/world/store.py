"""The market's memory: one SQLite file. Whatever was answered has been committed before."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adsandbox.world.nodes import Kind, Node

_SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS node (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, account_id TEXT NOT NULL,
    parent_id TEXT NOT NULL, created REAL NOT NULL, updated REAL NOT NULL, fields TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS node_of_account ON node (account_id, kind, seq);
CREATE INDEX IF NOT EXISTS node_of_parent ON node (parent_id, kind, seq);
CREATE TABLE IF NOT EXISTS blob (name TEXT PRIMARY KEY, media_type TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS token (value TEXT PRIMARY KEY, fields TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS activity (
    seq INTEGER PRIMARY KEY, account_id TEXT NOT NULL, instant REAL NOT NULL, fields TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS activity_of_account ON activity (account_id, seq);
CREATE TABLE IF NOT EXISTS change (
    seq INTEGER PRIMARY KEY, instant REAL NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    account_id TEXT NOT NULL, parent_id TEXT NOT NULL, created REAL NOT NULL, updated REAL NOT NULL,
    fields TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS change_of_account ON change (account_id, seq);
CREATE TABLE IF NOT EXISTS ledger (
    account_id TEXT PRIMARY KEY, cursor REAL NOT NULL, day INTEGER NOT NULL, today BLOB NOT NULL,
    carried BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS demand (
    arena TEXT NOT NULL, account_id TEXT NOT NULL, day INTEGER NOT NULL, cells BLOB NOT NULL,
    PRIMARY KEY (arena, account_id, day)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS delivered (
    account_id TEXT NOT NULL, day INTEGER NOT NULL, rows BLOB NOT NULL,
    PRIMARY KEY (account_id, day)) WITHOUT ROWID;
"""
_COLUMNS = "id, kind, account_id, parent_id, created, updated, fields"
TABLES = (
    "setting", "counter", "node", "blob", "token", "activity", "change", "ledger", "demand", "delivered",
)  # fmt: skip


class Store:
    """Reads and writes of the SQLite file, or of memory when there is no file."""

    def __init__(self, file: Path | None) -> None:
        self._db = sqlite3.connect(
            str(file) if file else ":memory:", isolation_level=None, check_same_thread=False
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)
        self._depth = 0
        self._counts: dict[tuple[Kind, str], Counter[str]] = {}
        self._as_of: int | None = None

    @contextmanager
    def as_it_was(self, changes_back: int) -> Iterator[None]:
        """Within this block, delivering nodes are read as they were so many recorded changes ago."""
        newest = self._db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0]
        self._as_of = int(newest) - changes_back
        try:
            yield
        finally:
            self._as_of = None

    @property
    def looks_back(self) -> bool:
        """Whether nodes are read as they were some changes ago."""
        return self._as_of is not None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all or nothing, committed when the outermost block ends."""
        if self._depth:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            self._counts.clear()
            raise
        else:
            self._db.execute("COMMIT")
        finally:
            self._depth = 0

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of a transaction that can fail by itself: what it wrote is taken back, the rest stays."""
        self._db.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO attempt")
            raise
        finally:
            self._db.execute("RELEASE attempt")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def clear(self) -> None:
        """Forget everything but the settings."""
        with self.writing():
            for table in TABLES[1:]:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - a fixed list of names
        self._counts.clear()

    # --- settings and counters
    def setting(self, name: str) -> str | None:
        """A stored setting, or None."""
        row = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting."""
        self._db.execute(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def next_number(self, name: str) -> int:
        """Count one up and give the new number; numbers of different names do not depend on each other."""
        self._db.execute("INSERT OR IGNORE INTO counter VALUES (?, 0)", (name,))
        self._db.execute("UPDATE counter SET value = value + 1 WHERE name = ?", (name,))
        row = self._db.execute("SELECT value FROM counter WHERE name = ?", (name,)).fetchone()
        return int(row[0])

    # --- nodes
    def add_node(self, node: Node) -> None:
        """Store a new node."""
        self._db.execute(f"INSERT INTO node ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", _values(node))  # noqa: S608
        counts = self._counts.get((node.kind, node.account_id))
        if counts is not None:
            counts[node.status] += 1

    def save_node(self, node: Node) -> None:
        """Store a node's changed fields and times."""
        counts = self._counts.get((node.kind, node.account_id))
        if counts is not None:
            counts[self._status(node.id)] -= 1
            counts[node.status] += 1
        self._db.execute(
            "UPDATE node SET updated = ?, fields = ? WHERE id = ?",
            (node.updated, json.dumps(node.fields), node.id),
        )

    def node(self, node_id: str) -> Node | None:
        """The node of this id, or None."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM node WHERE id = ?", (node_id,)).fetchone()  # noqa: S608
        if row is None or self._as_of is None:
            return _node(row) if row else None
        return self._earlier(_node(row))

    def nodes(self, kind: Kind, account_id: str | None = None, parent_id: str | None = None) -> list[Node]:
        """Nodes of a kind in the order of their making, of one account or one parent if given."""
        where, values = "kind = ?", [str(kind)]
        if account_id is not None:
            where, values = where + " AND account_id = ?", [*values, account_id]
        if parent_id is not None:
            where, values = where + " AND parent_id = ?", [*values, parent_id]
        sql = f"SELECT {_COLUMNS} FROM node WHERE {where} ORDER BY seq"  # noqa: S608 - fixed columns, bound values
        found = [_node(row) for row in self._db.execute(sql, values)]
        if self._as_of is None:
            return found
        return [node for node in map(self._earlier, found) if node is not None]

    def _earlier(self, node: Node) -> Node | None:
        """The node as it was at the change that is looked back to; None if it was not there yet."""
        sql = f"SELECT seq, {_COLUMNS} FROM change WHERE account_id = ? AND id = ? ORDER BY seq"  # noqa: S608
        rows = self._db.execute(sql, (node.account_id, node.id)).fetchall()
        if not rows or self._as_of is None:
            return node
        before = [row for row in rows if row[0] <= self._as_of]
        if not before:
            return node if node.kind is Kind.ACCOUNT else None
        return _node(before[-1][1:])

    def find_node(self, kind: Kind, account_id: str, field: str, value: str, but: str = "") -> Node | None:
        """The first node of a kind in an account that has this value in a field and is not deleted, `but` for
        one of this id.
        """
        sql = (
            f"SELECT {_COLUMNS} FROM node WHERE account_id = ? AND kind = ? AND json_extract(fields, ?) = ? "  # noqa: S608
            "AND coalesce(json_extract(fields, '$.status'), '') NOT IN ('DELETED', 'REMOVED') AND id <> ? "
            "ORDER BY seq LIMIT 1"
        )
        row = self._db.execute(sql, (account_id, str(kind), f"$.{field}", value, but)).fetchone()
        return _node(row) if row else None

    def count_nodes(self, kind: Kind, account_id: str, statuses: tuple[str, ...]) -> int:
        """How many nodes of a kind in an account have one of these statuses."""
        counts = self._counts.get((kind, account_id))
        if counts is None:
            sql = (
                "SELECT coalesce(json_extract(fields, '$.status'), 'ACTIVE'), count(*) FROM node "
                "WHERE account_id = ? AND kind = ? GROUP BY 1"
            )
            found = self._db.execute(sql, (account_id, str(kind))).fetchall()
            counts = self._counts[kind, account_id] = Counter(dict(found))
        return sum(counts[status] for status in statuses)

    def _status(self, node_id: str) -> str:
        sql = "SELECT coalesce(json_extract(fields, '$.status'), 'ACTIVE') FROM node WHERE id = ?"
        return str(self._db.execute(sql, (node_id,)).fetchone()[0])

    # --- blobs, tokens, activities
    def add_blob(self, name: str, media_type: str, content: bytes) -> None:
        """Store a file; the same name again changes nothing."""
        self._db.execute("INSERT OR IGNORE INTO blob VALUES (?, ?, ?)", (name, media_type, content))

    def blob(self, name: str) -> tuple[str, bytes] | None:
        """Media type and content of a file, or None."""
        row = self._db.execute("SELECT media_type, content FROM blob WHERE name = ?", (name,)).fetchone()
        return (row[0], row[1]) if row else None

    def blobs(self, prefix: str) -> list[bytes]:
        """Contents of all files whose names begin so, in the order of their names."""
        rows = self._db.execute(
            "SELECT content FROM blob WHERE substr(name, 1, ?) = ? ORDER BY name", (len(prefix), prefix)
        )
        return [row[0] for row in rows]

    def remove_blobs(self, prefix: str) -> None:
        """Forget all files whose names begin so."""
        self._db.execute("DELETE FROM blob WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))

    def save_token(self, value: str, fields: dict[str, Any]) -> None:
        """Store what a token allows."""
        self._db.execute(
            "INSERT INTO token VALUES (?, ?) ON CONFLICT (value) DO UPDATE SET fields = excluded.fields",
            (value, json.dumps(fields)),
        )

    def token(self, value: str) -> dict[str, Any] | None:
        """What a token allows, or None if it was never given out."""
        row = self._db.execute("SELECT fields FROM token WHERE value = ?", (value,)).fetchone()
        return dict(json.loads(row[0])) if row else None

    def tokens(self) -> list[tuple[str, dict[str, Any]]]:
        """All tokens."""
        return [(row[0], json.loads(row[1])) for row in self._db.execute("SELECT value, fields FROM token")]

    def add_activity(self, account_id: str, instant: float, fields: dict[str, Any]) -> None:
        """Record who did what to which object of the account."""
        self._db.execute(
            "INSERT INTO activity (account_id, instant, fields) VALUES (?, ?, ?)",
            (account_id, instant, json.dumps(fields)),
        )

    def activities(self, account_id: str, since: float, until: float) -> list[tuple[float, dict[str, Any]]]:
        """Activities of an account within [since, until), the newest first."""
        rows = self._db.execute(
            "SELECT instant, fields FROM activity WHERE account_id = ? AND instant >= ? AND instant < ? "
            "ORDER BY seq DESC",
            (account_id, since, until),
        )
        return [(row[0], json.loads(row[1])) for row in rows]

    def add_change(self, instant: float, node: Node) -> None:
        """Record how a node is from this instant on."""
        self._db.execute(
            f"INSERT INTO change (instant, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (instant, *_values(node)),
        )

    def changes(self, account_id: str) -> list[tuple[float, Node]]:
        """Every recorded state of the nodes of an account, in the order of recording."""
        rows = self._db.execute(
            f"SELECT instant, {_COLUMNS} FROM change WHERE account_id = ? ORDER BY seq",  # noqa: S608
            (account_id,),
        )
        return [(row[0], _node(row[1:])) for row in rows]

    # --- delivery
    def ledger(self, account_id: str) -> tuple[float, int, bytes, bytes] | None:
        """How far an account is settled: cursor, its day, what today has so far, what goes on from day to
        day.
        """
        sql = "SELECT cursor, day, today, carried FROM ledger WHERE account_id = ?"
        row = self._db.execute(sql, (account_id,)).fetchone()
        return (row[0], row[1], row[2], row[3]) if row else None

    def save_ledger(self, account_id: str, cursor: float, day: int, today: bytes, carried: bytes) -> None:
        """Store how far an account is settled."""
        self._db.execute(
            "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?)", (account_id, cursor, day, today, carried)
        )

    def add_delivered(self, account_id: str, day: int, rows: bytes) -> None:
        """Store a finished day."""
        self._db.execute("INSERT OR REPLACE INTO delivered VALUES (?, ?, ?)", (account_id, day, rows))

    def add_demand(self, arena: str, account_id: str, day: int, cells: bytes) -> None:
        """Store what an account has demanded in an arena by the end of a day."""
        self._db.execute("INSERT OR REPLACE INTO demand VALUES (?, ?, ?, ?)", (arena, account_id, day, cells))

    def demand_of_others(self, arena: str, account_id: str, day: int) -> list[bytes]:
        """The newest demand, up to a day, of every other account of an arena."""
        others = self._db.execute(
            "SELECT DISTINCT account_id FROM demand WHERE arena = ? AND account_id <> ?", (arena, account_id)
        ).fetchall()
        sql = (
            "SELECT cells FROM demand WHERE arena = ? AND account_id = ? AND day <= ? "
            "ORDER BY day DESC LIMIT 1"
        )
        newest = (self._db.execute(sql, (arena, other, day)).fetchone() for (other,) in others)
        return [row[0] for row in newest if row is not None]

    def delivered(self, account_id: str, since: int, until: int) -> list[bytes]:
        """Finished days from `since` to `until`, both included, in order."""
        rows = self._db.execute(
            "SELECT rows FROM delivered WHERE account_id = ? AND day BETWEEN ? AND ? ORDER BY day",
            (account_id, since, until),
        )
        return [row[0] for row in rows]


def _values(node: Node) -> tuple[object, ...]:
    return (
        node.id,
        str(node.kind),
        node.account_id,
        node.parent_id,
        node.created,
        node.updated,
        json.dumps(node.fields),
    )


def _node(row: tuple[Any, ...]) -> Node:
    return Node(row[0], Kind(row[1]), row[2], row[3], row[4], row[5], json.loads(row[6]))
