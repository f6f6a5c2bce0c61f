"""What the doctor says, as a person hears it."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from adwright.bootstrap import health, migrations
from adwright.bootstrap.database_urls import conninfo_of, text_of
from adwright.bootstrap.settings import Settings
from adwright.core.clock import FixedClock
from adwright.core.ids import new_id
from tests.bootstrap.product import run, running, until

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
VERSIONS = Path(migrations.__file__).parent / "versions"


@pytest.fixture
def settings(tmp_path: Path, lone_owner_url: URL) -> Settings:
    return Settings(home=tmp_path / "home", port=0, ADWRIGHT_DATABASE_URL=text_of(lone_owner_url))


def sentences(settings: Settings, subject: str) -> list[tuple[str, str]]:
    """Return weight and sentence of the findings on a subject."""
    findings = health.examine(settings, FixedClock(NOW))
    return [(each.weight.value, each.sentence) for each in findings if each.subject.startswith(subject)]


def execute(settings: Settings, statement: str, *values: object) -> None:
    assert settings.owner is not None
    with psycopg.connect(conninfo_of(settings.owner), autocommit=True) as connection:
        connection.execute(statement, values)


def connect_platform(settings: Settings, **changed: object) -> None:
    """Make an organization with one connection of it."""
    organization_id = new_id()
    execute(
        settings,
        "INSERT INTO organizations (id, name, created_at) VALUES (%s, 'Acme', now())",
        organization_id,
    )
    row = {
        "organization_id": organization_id,
        "id": new_id(),
        "provider": "meta",
        "name": "Ada",
        "external_user_id": "1",
        "status": "good",
        "scopes": [],
        "missing_scopes": [],
        "created_at": NOW,
    } | changed
    marks = ", ".join(["%s"] * len(row))
    execute(settings, f"INSERT INTO connections ({', '.join(row)}) VALUES ({marks})", *row.values())


def test_doctor_when_all_is_well_then_every_finding_is_good_or_a_note(settings: Settings) -> None:
    findings = {each.subject: each.weight.value for each in health.examine(settings, FixedClock(NOW))}
    assert findings["database"] == findings["migrations"] == findings["role"] == "good"
    assert findings["connections"] == "note"


def test_doctor_when_database_is_behind_then_says_to_migrate(settings: Settings) -> None:
    execute(settings, "UPDATE alembic_version SET version_num = '0001_foundation'")
    [(weight, sentence)] = sentences(settings, "migrations")
    assert weight == "problem"
    assert "is at 0001_foundation" in sentence
    assert "adwright migrate" in sentence


def test_doctor_when_role_is_the_owner_then_says_what_that_means(settings: Settings) -> None:
    owner = settings.database_url
    [(weight, sentence)] = sentences(settings.model_copy(update={"app_database_url": owner}), "role")
    assert weight == "problem"
    assert "is a superuser" in sentence
    assert "nothing keeps organizations apart" in sentence


def test_doctor_when_no_worker_is_heard_then_says_so(settings: Settings) -> None:
    [(weight, sentence)] = sentences(settings, "worker")
    assert weight == "problem"
    assert "No worker was heard" in sentence


@pytest.mark.parametrize(
    ("changed", "weight", "words"),
    [
        (
            {"status": "reconnect_needed", "trouble": "Meta has withdrawn it."},
            "problem",
            "Meta has withdrawn it. Connect again",
        ),
        ({"expires_at": NOW + timedelta(days=3, hours=1)}, "problem", "ends in 3 days"),
        ({"expires_at": NOW + timedelta(days=30)}, "good", "works"),
        ({"trouble": "Meta was busy."}, "note", "passing trouble: Meta was busy."),
        ({"status": "disconnected"}, "note", "was disconnected"),
    ],
)
def test_doctor_when_a_connection_is_in_a_state_then_says_what_to_do(
    settings: Settings, changed: dict[str, object], weight: str, words: str
) -> None:
    connect_platform(settings, **changed)
    [(found, sentence)] = sentences(settings, "connection Ada")
    assert found == weight
    assert words in sentence


def test_doctor_when_database_does_not_answer_then_says_so_without_the_password(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, ADWRIGHT_DATABASE_URL="postgresql://me:hidden-word@127.0.0.1:1/ads")
    [(weight, sentence)] = sentences(settings, "database")
    assert weight == "problem"
    assert "does not answer" in sentence
    assert "hidden-word" not in sentence


def test_doctor_when_keys_can_be_read_by_others_then_says_how_to_close_them(settings: Settings) -> None:
    assert sentences(settings, "keys") == [
        ("note", "There are no secret keys yet; the first start makes them.")
    ]
    health.secret_keys.load(settings)
    file = settings.home / "secret-keys"
    file.chmod(0o644)
    assert sentences(settings, "keys") == [("problem", f"Others may read {file}. Run `chmod 600 {file}`.")]


def test_doctor_when_port_is_taken_then_says_which_variable_to_set(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(home=tmp_path, port=taken.getsockname()[1])
        assert "Set ADWRIGHT_PORT" in sentences(settings, "running")[0][1]


def test_doctor_when_disk_is_nearly_full_then_says_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 5_000_000

    monkeypatch.setattr(health.shutil, "disk_usage", lambda place: Usage)
    assert "Make room" in sentences(settings, "disk")[0][1]


def test_doctor_when_home_cannot_be_used_then_names_the_variable(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert "Set ADWRIGHT_HOME" in sentences(Settings(home=file), "home")[0][1]


def test_doctor_when_product_runs_then_tells_its_address_and_its_worker(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(home) as product:

        def findings() -> dict[str, dict[str, str]]:
            done = run(home, "doctor", "--json")
            assert "Traceback" not in done.stderr
            return {each["subject"]: each for each in json.loads(done.stdout)}

        until(lambda: findings()["worker"]["weight"] == "good", "the worker was heard")
        found = findings()
    assert product.url in found["running"]["sentence"]
    assert found["role"]["weight"] == "good"


def test_commands_when_the_product_is_not_there_then_say_so_in_a_sentence(tmp_path: Path) -> None:
    nobody = {"ADWRIGHT_URL": "http://127.0.0.1:1", "ADWRIGHT_API_KEY": "none"}
    done = run(tmp_path, "accounts", **nobody)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Nothing answers at http://127.0.0.1:1. Is Adwright running there?\n"
    unnamed = run(tmp_path, "campaigns")
    assert unnamed.returncode == 1
    assert "--url and --api-key" in unnamed.stderr


def test_migrate_when_nothing_runs_then_starts_the_database_for_a_moment(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    newest = max(file.stem for file in VERSIONS.glob("0*.py"))
    assert done.stdout.startswith(f"The database is at {newest}")
    assert not (tmp_path / "home" / "postgres" / "data" / "postmaster.pid").exists()
