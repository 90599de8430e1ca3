#!/bin/sh
# Makes .tools/sbom: what "make sbom" and "make deploy-check" run, with the packages of requirements-tools.txt, hashes checked, away from Rasa's.
set -eu
cd "$(dirname "$0")/.."
[ .tools/sbom/.ready -nt requirements-tools.txt ] && exit 0
[ -x .tools/sbom/bin/python ] || sh scripts/uv.sh venv -q --python "$1" .tools/sbom
VIRTUAL_ENV="$PWD/.tools/sbom" sh scripts/uv.sh pip sync -q --require-hashes requirements-tools.txt
touch .tools/sbom/.ready
