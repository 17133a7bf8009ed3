"""The services that are composed: the rules of the format, and what every one of them may do."""

import json
import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose
from sqlalchemy import make_url

from spellfix.serve.settings import Settings
from spellfix.serve.workers import GRACE

DEPLOY = Path(__file__).parents[2] / "deploy"
SERVICES = ("spellfix", "postgres", "prometheus", "grafana")


def test_the_file_follows_the_specification(compose):
    assert sorted(PyCompose.from_json(json.dumps(compose)).service_names()) == sorted(SERVICES)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("read_onyl",), True),
        (("stop_grace_period",), "45 seconds"),
        (("depends_on", "postgres", "condition"), "healthy"),
        (("ports", 0), "localhost:8000:8000"),
    ],
)
def test_a_mistake_in_the_file_would_be_found(compose, place, value):
    wrong = json.loads(json.dumps(compose))
    *way, last = ("services", "spellfix", *place)
    at = wrong
    for step in way:
        at = at[step]
    at[last] = value
    with pytest.raises(ValueError, match="line 1 column"):
        PyCompose.from_json(json.dumps(wrong))


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_closed_in(compose, name):
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "ipc", "network_mode"} & set(service)
    limits = service["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_to_this_machine_only(compose, name):
    for port in compose["services"][name].get("ports", ()):
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port)


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_written_lies_in_volumes_or_in_memory(compose, name):
    service = compose["services"][name]
    for volume in service["volumes"]:
        source, _, rest = volume.partition(":")
        if source.startswith("."):
            assert rest.endswith(":ro")
            assert (DEPLOY / source).is_dir()
        else:
            assert source in compose["volumes"]
    assert any(place.startswith("/tmp:") for place in service["tmpfs"])


def test_the_database_can_be_reached_by_no_other_machine(compose):
    assert compose["services"]["postgres"]["networks"] == ["inside"]
    assert "ports" not in compose["services"]["postgres"]
    assert compose["networks"]["inside"] == {"internal": True}


def test_services_wait_for_what_they_need_until_it_is_healthy(compose, dockerfile):
    waiting = {
        name: set(service.get("depends_on", ())) for name, service in compose["services"].items()
    }
    assert waiting == {
        "spellfix": {"postgres"},
        "postgres": set(),
        "prometheus": {"spellfix"},
        "grafana": {"prometheus"},
    }
    for service in compose["services"].values():
        for needed, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            there = "healthcheck" in compose["services"][needed]
            assert there or dockerfile.last("HEALTHCHECK")


def test_the_service_is_not_killed_before_it_has_finished(compose):
    seconds = compose["services"]["spellfix"]["stop_grace_period"]
    assert int(seconds.removesuffix("s")) > GRACE


def test_the_service_is_told_only_what_it_understands(compose):
    known = {f"SPELLFIX_{field.name.upper()}" for field in fields(Settings)}
    told = compose["services"]["spellfix"]["environment"]
    assert set(told) <= known | {"SPELLFIX_DATABASE_FILE"}
    usual = {name: str(value) for name, value in told.items() if name != "SPELLFIX_DATABASE_FILE"}
    settings = Settings.given([], usual)
    assert (settings.workers, settings.retention_days) == (2, Settings().retention_days)


def test_no_secret_stands_in_the_file_or_in_an_environment(compose):
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|DATABASE_FILE", name):
                assert name.endswith("_FILE")
                assert str(value).removeprefix("/run/secrets/") in service["secrets"]
    for name, where in compose["secrets"].items():
        assert where == {"file": f"./secrets/{name}"}


def test_prometheus_presents_the_key_that_it_is_handed(compose):
    told = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text(encoding="utf-8"))
    (job,) = told["scrape_configs"]
    assert job["authorization"]["credentials_file"] == "/run/secrets/metrics_key"
    assert compose["services"]["prometheus"]["secrets"] == ["metrics_key"]
    assert job["static_configs"] == [{"targets": ["spellfix:8000"]}]


def prepare(folder):
    script = folder / "secrets.sh"
    script.write_bytes((DEPLOY / "secrets.sh").read_bytes())
    subprocess.run(["sh", script], check=True, timeout=30)
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "secrets").iterdir()}


def test_passwords_are_made_once_and_kept(tmp_path, compose):
    made = prepare(tmp_path)
    assert set(made) == set(compose["secrets"]) - {"metrics_key"}
    assert prepare(tmp_path) == made


def test_passwords_are_long_and_every_machine_has_its_own(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    passwords = [
        made[name]
        for made in (prepare(first), prepare(second))
        for name in ("postgres_password", "grafana_password")
    ]
    assert len(set(passwords)) == 4
    assert all(re.fullmatch("[0-9a-f]{48}", password) for password in passwords)


def test_the_url_of_the_database_is_the_one_that_postgres_is_told(tmp_path, compose):
    made = prepare(tmp_path)
    url = make_url(made["database_url"])
    postgres = compose["services"]["postgres"]["environment"]
    assert url.password == made["postgres_password"]
    assert (url.username, url.database) == (postgres["POSTGRES_USER"], postgres["POSTGRES_DB"])
    assert (url.get_backend_name(), url.get_driver_name()) == ("postgresql", "psycopg")
    assert url.host in compose["services"]


def test_only_the_owner_of_the_folder_gets_at_the_passwords(tmp_path):
    prepare(tmp_path)
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    for path in (tmp_path / "secrets").iterdir():
        assert path.stat().st_mode & 0o777 == 0o444


def test_git_and_the_image_leave_the_passwords_alone():
    assert "/secrets/" in (DEPLOY / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = (DEPLOY.parent / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "!deploy" not in ignored
