#!/bin/sh
# Makes a virtual environment and installs ctlint into it, editable: set_up.sh .venv '.[dev]'
# Every way to fail ends in one line that says what to do.
set -eu

venv=$1
what=$2
log=$venv/install.log

fail() {
    echo "ctlint: $1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    found=$(python3 -c 'import platform; print("python3 is", platform.python_version())' 2>/dev/null) ||
        found="no python3 was found"
    fail "Python 3.11 or newer is needed; $found (name another one with PYTHON=/path/to/python)"
}

make_venv() {
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        fail "$python has no venv module; install it first (on Debian and Ubuntu: apt install python3-venv)"
    "$python" -m venv --clear "$venv" >/dev/null 2>&1 ||
        fail "$python cannot make a virtual environment in $venv; is the folder writable and the disk not full?"
}

install() {
    echo "ctlint: installing into $venv"
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --editable "$what" >"$log" 2>&1 && return
    if grep -qE 'NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|No matching distribution' "$log"; then
        fail "no package index can be reached, and $venv needs packages; check the network (details: $log)"
    fi
    fail "pip could not install $what: $(grep -E '^ *(ERROR|error):' "$log" | tail -n 1) (details: $log)"
}

if ! is_new_enough "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    make_venv
fi
install
touch "$venv/.installed"
if [ "$what" != . ]; then
    touch "$venv/.installed-dev"
fi
