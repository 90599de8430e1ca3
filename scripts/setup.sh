#!/bin/sh
# Makes .venv with Python 3.10 and exactly the packages of requirements.txt, hashes checked.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for python in python3.10 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python; do
        if "$python" -c 'import sys; assert sys.version_info[:2] == (3, 10)' >/dev/null 2>&1; then
            command -v "$python"
            return
        fi
    done
    # uv knows more places and fetches an interpreter where that is possible.
    sh scripts/uv.sh python install -q 3.10 >/dev/null 2>&1 || true
    sh scripts/uv.sh python find 3.10 2>/dev/null || true
}

echo "Setting up: Python 3.10 and the packages (about 2 GB, once)"
python=$(find_python)
if [ -z "$python" ]; then
    echo "Python 3.10 was not found, and Rasa needs exactly that version." >&2
    echo "Install it with one of these and try again:" >&2
    echo "  uv python install 3.10      pyenv install 3.10      apt install python3.10 (Ubuntu 22.04)" >&2
    exit 1
fi
echo "Python: $python"
if ! [ -x .venv/bin/python ]; then
    sh scripts/uv.sh venv -q --python "$python" .venv
fi
VIRTUAL_ENV="$PWD/.venv" sh scripts/uv.sh pip sync -q --require-hashes requirements.txt
echo "Environment is ready"
