"""The files of deploy/ fit the program, and the formats they are written in."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import failures

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
# What `run` ends with where a restart cannot help: the configuration, and the faults with a name.
UNMENDABLE = {2, failures.NEWER_DATABASE, failures.TOKEN_REJECTED, failures.DATABASE_GONE}


@pytest.mark.parametrize("name", ["tinbai.service", "tinbai@.service"])
def test_systemd_starts_nothing_anew_that_a_restart_cannot_mend(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / name, encoding="utf-8")
    service = unit["Service"]
    assert {int(code) for code in service["RestartPreventExitStatus"].split()} == UNMENDABLE
    assert service["UMask"] == "0077"
    assert int(service["LimitNOFILE"]) >= 65536
    assert "EnvironmentFile" not in service


def test_the_containers_worker_waits_for_a_hand_on_the_same_faults() -> None:
    text = (DEPLOY / "worker").read_text(encoding="utf-8")
    found = re.search(r"^([\d |]+)\)$", text, re.MULTILINE)
    assert found is not None
    assert {int(code) for code in found[1].split("|")} == UNMENDABLE


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 1), (5, None)])
def test_the_worker_passes_an_exit_code_on_or_waits(
    code: int, ends: int | None, tmp_path: Path
) -> None:
    program = tmp_path / "tinbai"
    program.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
    program.chmod(0o700)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    with subprocess.Popen([str(DEPLOY / "worker"), "run"], env=environment) as worker:
        if ends is not None:
            assert worker.wait(20) == ends
            return
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(1)
        worker.terminate()
        assert worker.wait(20) == 0
    asked = subprocess.run([str(DEPLOY / "worker"), "check"], env=environment, check=False)
    assert asked.returncode == code


def test_the_compose_file_is_as_its_schema_wants_it() -> None:
    command = [
        *(sys.executable, "-m", "check_jsonschema"),
        *("--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_everything_that_the_image_copies_is_let_through() -> None:
    copied = re.findall(
        r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE
    )
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert f"!{name}" in let_through
