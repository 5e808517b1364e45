#!/bin/sh
# Make .venv and fill it from a hashed requirements file:
#     scripts/prepare.sh requirements.txt
# With uv when it is on PATH, else with the venv and pip that come with Python.
# PYTHON names the interpreter to use; otherwise the first one found that is
# new enough.
set -eu
requirements=$1
cd "$(dirname "$0")/.."

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

python=${PYTHON:-}
if [ -z "$python" ]; then
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$name"; then
            python=$name
            break
        fi
    done
fi
if [ -z "$python" ] || ! new_enough "$python"; then
    echo "需要 Python 3.11 或更高版本。请先安装（Debian/Ubuntu：apt-get install python3 python3-venv）后重试。" >&2
    exit 1
fi

# A folder without a working interpreter is what an interrupted run leaves.
if [ -d .venv ] && ! new_enough .venv/bin/python; then
    rm -rf .venv
fi

# The package itself has no hash to check: it is this folder. Its build tool is in
# the list, so that nothing is fetched for it.
fill_with() {
    "$@" --require-hashes -r "$requirements" && "$@" --no-deps --no-build-isolation -e .
}

with_uv() {
    [ -d .venv ] || uv venv --quiet --no-python-downloads --python "$python" .venv || return 1
    fill_with uv pip install --quiet --python .venv/bin/python
}

with_pip() {
    # Debian keeps ensurepip in python3-venv; where only python3-pip is there,
    # its pip can fill an environment that has none of its own.
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        [ -d .venv ] || "$python" -m venv .venv
        .venv/bin/python -c 'import pip' 2>/dev/null || .venv/bin/python -m ensurepip >/dev/null
        fill_with .venv/bin/python -m pip install --quiet --disable-pip-version-check
    elif "$python" -m pip --version >/dev/null 2>&1; then
        [ -d .venv ] || "$python" -m venv --without-pip .venv
        fill_with "$python" -m pip --python .venv/bin/python install \
            --quiet --disable-pip-version-check
    else
        echo "这台机器的 Python 没有 venv 组件。请先安装（Debian/Ubuntu：apt-get install python3-venv）后重试。" >&2
        return 1
    fi
}

if command -v uv >/dev/null 2>&1; then
    with_uv && exit
    echo "uv 没有装成，改用 pip 再试。" >&2
fi
with_pip
