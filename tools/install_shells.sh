#!/bin/sh
# Installs what the tests of completion and of the manual page run, where apt and its rights are there; never fails.
# Tests of what is missing are skipped.
missing=
for tool in zsh fish mandoc; do
    command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
[ -n "$missing" ] || exit 0

# shellcheck disable=SC2086 # several words
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq >/dev/null 2>&1 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null 2>&1; then
    echo "ctlint: installed$missing"
else
    echo "ctlint: cannot install$missing; their tests are skipped"
fi
