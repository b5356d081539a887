"""Asks for known vulnerabilities of the locked packages, and says so when nobody could be asked.

pip-audit ends with "no known vulnerabilities" and exit code 0 when its service knows none of the
packages, which is what an unreachable service or a mirror without it looks like.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

LOCKS = ("requirements-pip.txt", "requirements.txt", "requirements-dev.txt")


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def audit(lock: str) -> int:
    """Audit a lock file; return 1 for a vulnerability, 0 otherwise, saying what was not asked."""
    command = ["-m", "pip_audit", "--progress-spinner=off", "--format=json", "--timeout=15"]
    command += ["--disable-pip", "--require-hashes", f"--requirement={lock}"]
    done = subprocess.run(  # noqa: S603 - our own interpreter and fixed arguments
        [sys.executable, *command], capture_output=True, text=True, check=False
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        say(f"{lock}: NOT AUDITED, pip-audit's service could not be asked: {reason}")
        return 0
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    found = [(one, fault) for one in packages for fault in one.get("vulns", ())]
    if len(skipped) == len(packages):
        say(f"{lock}: NOT AUDITED, pip-audit's service knew none of {len(packages)} packages.")
    elif skipped:
        say(f"{lock}: not audited: {', '.join(skipped)}")
    for one, fault in found:
        versions = ", ".join(fault["fix_versions"]) or "no version yet"
        say(f"{lock}: {one['name']} {one['version']}: {fault['id']}, mended in {versions}")
    say(f"{lock}: {len(packages) - len(skipped)} audited, {len(found)} vulnerabilities.")
    return 1 if found else 0


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    sys.exit(max(audit(lock) for lock in LOCKS))
