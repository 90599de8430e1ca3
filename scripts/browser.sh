#!/bin/sh
# Makes sure there is a Chromium for the test of the page: installs Debian's where that is allowed, else says how.
set -eu
if command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1; then
    exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the test of the page"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver; } >/dev/null 2>&1 || true
fi
if ! command -v chromium >/dev/null 2>&1 || ! command -v chromedriver >/dev/null 2>&1; then
    echo "****************************************************************************" >&2
    echo "NO CHROMIUM: the test of the page in a real browser will be left out." >&2
    echo "Install it with: apt install chromium chromium-driver (or your system's own)" >&2
    echo "****************************************************************************" >&2
    if [ -n "${CI:-}" ]; then
        exit 1
    fi
fi
