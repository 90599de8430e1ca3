"""``python -m bench.api``: Schemathesis against a real service, from docs/openapi.yaml.

It makes requests that fit the document and requests that do not, goes from one answer to the next request, and holds
every answer against the document. Two of its checks are left out: "positive data acceptance", as a payload fits the
document and yet is refused when it was never offered, and "negative data rejection", as an unknown voice is no error.
"""

from __future__ import annotations

import argparse
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.messages import ROOT
from bench.service import running

_CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance", "unsupported_method",
)  # fmt: skip


def main() -> int:
    """Start the service, run Schemathesis, stop the service; the exit code is that of Schemathesis."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--examples", type=int, default=200, help="per operation and phase")
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--program", default=str(Path(sys.executable).with_name("schemathesis")))
    asked = wanted.parse_args()
    token = secrets.token_urlsafe(32)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "log", LIMIT_PER_MINUTE="0", WEBHOOK_TOKEN=token) as service,
    ):
        command = [
            asked.program, "run", str(ROOT / "docs" / "openapi.yaml"), "--url", f"http://127.0.0.1:{service.port}",
            "--checks", ",".join(_CHECKS), "--max-examples", str(asked.examples), "--seed", str(asked.seed),
            "--generation-database", "none", "--request-timeout", "30", "--max-redirects", "0", "--no-color",
            "--continue-on-failure", "--header", f"Authorization: Bearer {token}",
        ]  # fmt: skip
        return subprocess.run(command, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
