#!/bin/sh
# Runs uv: the one on this machine if it works, else one of our own in .tools (installed with pip, once).
set -eu
cd "$(dirname "$0")/.."
export UV_SYSTEM_CERTS=true

# A uv behind a version manager can be hidden by .python-version, so try it instead of only looking for it.
if uv --version >/dev/null 2>&1; then
    exec uv "$@"
fi
if ! [ -x .tools/bin/uv ]; then
    for python in python3 python3.13 python3.12 python3.11 python3.10 /usr/bin/python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python; do
        "$python" -c 'import sys; assert sys.version_info >= (3, 8)' >/dev/null 2>&1 || continue
        if "$python" -m pip install -q --disable-pip-version-check --target .tools uv >/dev/null 2>.tools.log ||
            { "$python" -m venv .tools/venv >/dev/null 2>&1 &&
              .tools/venv/bin/python -m pip install -q --disable-pip-version-check --target .tools uv >/dev/null 2>.tools.log; }; then
            break
        fi
    done
    if ! [ -x .tools/bin/uv ]; then
        [ -f .tools.log ] && cat .tools.log >&2
        rm -f .tools.log
        echo "Could not install uv. Install it yourself (https://docs.astral.sh/uv), or install pip for Python 3 (on Debian: apt install python3-pip)." >&2
        exit 1
    fi
    rm -f .tools.log
fi
exec .tools/bin/uv "$@"
