"""The image and the compose file keep their promises, read without an engine: no root, nothing writable, no secret."""

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from tests.house.tree import ROOT, packages

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["migrate", "piket"]
CHECK = ["piket", "check", "--live"]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, rest), continued lines joined and comments left out."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines if line.strip()]


def last_stage() -> list[tuple[str, str]]:
    """What ends up in the image that runs."""
    steps = instructions()
    start = max(index for index, (word, _) in enumerate(steps) if word == "FROM")
    return steps[start:]


def said(steps: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for found, rest in steps if found == word]


def test_the_base_is_named_and_never_latest() -> None:
    bases = [*said(instructions(), "ARG"), *said(instructions(), "FROM")]
    assert bases[0] == "BASE=python:3.11-slim-bookworm"
    assert [base.split(" ")[0] for base in bases[1:]] == ["${BASE}", "${BASE}", "${BASE}"]


def test_the_image_runs_without_root() -> None:
    users = said(last_stage(), "USER")
    assert users == ["10001:10001"]
    after = last_stage()[last_stage().index(("USER", users[0])) :]
    assert said(after, "RUN") == []


def test_nothing_is_fetched_but_what_the_locks_name() -> None:
    assert said(instructions(), "ADD") == []
    text = (ROOT / "Dockerfile").read_text()
    assert not re.search(r"https?://|curl|wget|apt-get|--index|--extra-index|--trusted-host", text)
    installs = [step for run in said(instructions(), "RUN") for step in run.split("&&") if " install " in step]
    fetching = [step for step in installs if "pip" in step]
    assert len(fetching) == 4
    assert [step for step in fetching if "--require-hashes" not in step and "--no-index" not in step] == []


def test_no_installer_is_left_beside_the_service() -> None:
    assert "venv --without-pip /opt/piket" in (ROOT / "Dockerfile").read_text()
    assert said(last_stage(), "COPY") == ["--from=build /opt/piket /opt/piket"]


def test_the_working_directory_never_shadows_a_module() -> None:
    environment = " ".join(said(last_stage(), "ENV"))
    assert "PYTHONSAFEPATH=1" in environment
    assert "PYTHONDONTWRITEBYTECODE=1" in environment


def test_the_image_says_how_it_is_and_keeps_its_data() -> None:
    assert said(last_stage(), "HEALTHCHECK")[0].endswith('CMD ["piket", "check", "--live"]')
    assert said(last_stage(), "VOLUME") == ['["/var/lib/piket"]']
    assert said(last_stage(), "ENTRYPOINT") == ['["piket"]']
    assert not re.search(r"TOKEN|PASSWORD|SECRET|KEY", " ".join(said(instructions(), "ENV")))


def test_the_builder_sees_only_what_it_needs() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert allowed == {*packages(), "webapp", "LICENSE", "README.md", "pyproject.toml", *locks()}
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def locks() -> set[str]:
    return {"requirements/app.lock", "requirements/build.lock", "requirements/run.lock"}


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())
def test_every_container_is_hardened(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices", "env_file"} & service.keys()
    assert int(str(service["user"]).split(":")[0]) > 0
    assert service["pids_limit"] > 0
    assert all("noexec" in mount or mount.startswith("/var/run") for mount in service["tmpfs"])
    assert not service["image"].endswith(":latest")
    assert ":" in service["image"]


@pytest.mark.parametrize("name", ["db", "piket"])
def test_what_stays_up_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES["piket"]["healthcheck"]["test"] == ["CMD", *CHECK]


def test_the_service_starts_after_a_healthy_database_and_its_migrations() -> None:
    assert SERVICES["piket"]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_the_database_is_15_or_newer_and_out_of_reach() -> None:
    assert int(SERVICES["db"]["image"].removeprefix("postgres:").split("-")[0]) >= 15
    assert SERVICES["db"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert "ports" not in SERVICES["db"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["piket"]["ports"])


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())
def test_secrets_are_files_and_never_values(service: dict[str, Any]) -> None:
    for key, value in service["environment"].items():
        if re.search(r"TOKEN|PASSWORD|KEY|URL", key):
            assert key.endswith("_FILE"), key
            assert value.startswith("/run/"), key
    assert set(service["secrets"]) <= COMPOSE["secrets"].keys()


def test_each_container_sees_only_its_own_secrets() -> None:
    assert SERVICES["db"]["secrets"] == ["postgres_password"]
    assert [SERVICES[name]["secrets"] for name in OURS] == [["database_url", "bot_token"]] * 2
    assert all(entry.keys() == {"file"} for entry in COMPOSE["secrets"].values())


def test_compose_itself_accepts_the_file_where_it_is_installed() -> None:
    command = ["docker", "compose", "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"]
    if shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=50)
        assert answer.returncode == 0, answer.stderr
    assert COMPOSE["name"] == "piket"
