"""Asks the validator of CycloneDX; runs in .tools/sbom, which knows nothing of this project."""

from __future__ import annotations

import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    if problem := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(f"{sys.argv[1]}: not valid CycloneDX 1.6: {problem}")
