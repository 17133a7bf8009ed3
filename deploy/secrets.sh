#!/bin/sh
# Makes the passwords that compose.yaml hands out, in secrets/ beside it, and keeps those it finds.
# Knows no API keys: those are made by `spellfix keys add`, see README.md.
set -eu
cd "$(dirname "$0")"

random() { # 24 random bytes as hexadecimal digits
    head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

keep() { # keep NAME TEXT: writes the file unless it is there
    [ -s "secrets/$1" ] && return
    printf '%s' "$2" >"secrets/$1.new"
    chmod 0444 "secrets/$1.new"
    mv "secrets/$1.new" "secrets/$1"
}

# The folder keeps everybody else out; the files are read by users who exist in containers only.
mkdir -p secrets
chmod 0700 secrets
keep postgres_password "$(random)"
keep database_url "postgresql+psycopg://spellfix:$(cat secrets/postgres_password)@postgres:5432/spellfix"
keep grafana_password "$(random)"
