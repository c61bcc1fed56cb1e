# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What ./run, ./test, .ci/run and docker/install have in common. Sourced from the top of the checkout, with
# `set -euo pipefail`.

postgres_programs=/usr/lib/postgresql/15/bin

say() { printf '==> %s\n' "$*" >&2; }

fail() {
    printf '%s: %s\n' "${program:-cordon}" "$*" >&2
    exit 1
}

# Runs a command as root: as it is when we are, with sudo when not.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root, and there is no sudo: run it as root, or install first: $*"
    fi
}

# Shows how far a command is from lines "<percent> <what>" on standard input: one line that is drawn over on a terminal,
# else a line for every tenth.
show_progress() {
    local percent what shown=-1
    while read -r percent what; do
        percent=${percent%%.*}
        if [ -t 2 ]; then
            printf '\r    %3d %% %.90s\033[K' "$percent" "$what" >&2
        elif [ $((percent / 10)) -gt "$shown" ]; then
            shown=$((percent / 10))
            printf '    %3d %% %s\n' "$percent" "$what" >&2
        fi
    done
    if [ -t 2 ]; then
        printf '\r\033[K' >&2
    fi
}

# --- packages -------------------------------------------------------------------------------------------------------

# The packages of some sections of docker/packages.
packages_of() {
    local section
    for section in "$@"; do
        if [ "$section" = console ] && command -v npm >/dev/null; then
            continue
        fi
        awk -v section="$section" '$1 == section { for (i = 2; i <= NF; i++) print $i }' docker/packages
    done
}

# Those of the packages named that are not installed.
missing_of() {
    local installed name
    installed=$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
    for name in "$@"; do
        grep -qxF "$name installed" <<<"$installed" || printf '%s\n' "$name"
    done
}

# What apt-get says on its status descriptor, as "<percent> <what>": fetching is the first half, installing the second.
# (Read by the shell, here and below: Debian's awk waits for a full buffer.)
apt_progress() {
    local kind percent what
    while IFS=: read -r kind _ percent what; do
        percent=${percent%%.*}
        case $kind in
        dlstatus) printf '%d %s\n' $((percent / 2)) "$what" ;;
        pmstatus) printf '%d %s\n' $((50 + percent / 2)) "$what" ;;
        esac
    done
}

# Runs apt-get with its progress shown and its words in var/install.log.
apt_get() {
    local log=$PWD/var/install.log
    mkdir -p var && : >>"$log"
    # The descriptor for progress is opened inside: sudo closes those it is started with.
    # shellcheck disable=SC2016
    if ! as_root env DEBIAN_FRONTEND=noninteractive bash -c \
        'log=$1; shift; exec apt-get -y -o DPkg::Lock::Timeout=900 -o APT::Status-Fd=3 --no-install-recommends "$@" 3>&1 >>"$log" 2>&1 </dev/null' \
        apt_get "$log" "$@" |
        apt_progress | show_progress; then
        tail -n 15 "$log" >&2
        fail "apt-get $1 failed; its last words are above, all of them in $log"
    fi
}

# Debian's postgresql-15 would make a cluster of its own and start it. Ours is private, so the machine is left without:
# the setting is turned off while the package comes in, and put back as it was.
install_without_cluster() {
    local settings=/etc/postgresql-common/createcluster.conf
    [ -n "$(missing_of postgresql-common)" ] && apt_get install postgresql-common
    as_root cp -p "$settings" "$settings.cordon"
    printf 'create_main_cluster = false\n' | as_root tee -a "$settings" >/dev/null
    # shellcheck disable=SC2064
    trap "as_root mv -f $settings.cordon $settings" EXIT
    apt_get install "$@"
    as_root mv -f "$settings.cordon" "$settings"
    trap - EXIT
}

# Installs what is missing of some sections; silent when nothing is.
install_packages() {
    local -a wanted missing
    mapfile -t wanted < <(packages_of "$@")
    [ ${#wanted[@]} -gt 0 ] || return 0
    mapfile -t missing < <(missing_of "${wanted[@]}")
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${#missing[@]} Debian packages and what they need: ${missing[*]}"
    apt_get update
    if [[ " ${missing[*]} " == *" postgresql-15"* ]] && [ -n "$(missing_of postgresql-15)" ]; then
        install_without_cluster "${missing[@]}"
    else
        apt_get install "${missing[@]}"
    fi
}

# --- building -------------------------------------------------------------------------------------------------------

# Shows ninja's lines as they are on a terminal, else how far it is; what a compiler says is shown either way.
build_targets() {
    local build=$1
    shift
    if [ -t 1 ]; then
        cmake --build "$build" -j "$(nproc)" --target "$@"
    else
        NINJA_STATUS='[%f/%t] ' cmake --build "$build" -j "$(nproc)" --target "$@" | ninja_progress
    fi
}

ninja_progress() {
    local line shown=-1 tenth
    while IFS= read -r line; do
        if [[ ! $line =~ ^\[([0-9]+)/([0-9]+)\]\  ]]; then
            printf '%s\n' "$line" >&2
            continue
        fi
        tenth=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
        if [ "$tenth" -gt "$shown" ]; then
            shown=$tenth
            printf '    %3d %% of %d steps\n' $((tenth * 10)) "${BASH_REMATCH[2]}" >&2
        fi
    done
}

# configure <preset> [cache settings]: says nothing unless it fails.
configure() {
    local log=var/configure.log
    mkdir -p var
    if ! cmake --preset "$@" >"$log" 2>&1; then
        cat "$log" >&2
        fail "cmake --preset $* failed; its words are above"
    fi
}

# The release program. Tests are left out of a fresh build directory, so that their packages are not needed; one that
# ./test has made keeps them.
build_program() {
    local -a settings=()
    [ -e build/release/build.ninja ] || settings=(-DBUILD_TESTING=OFF)
    say 'building the program (build/release)'
    configure release "${settings[@]}"
    build_targets build/release cordon
}

# What the console is made from, as one number.
console_sources() {
    find console -name node_modules -prune -o -path console/dist -prune -o -type f -print0 | sort -z |
        xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# console/dist, made anew only when what it is made from has changed.
build_console() {
    local sources stamp=build/console.stamp
    sources=$(console_sources)
    if [ -e console/dist/index.html ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sources" ]; then
        return
    fi
    say 'building the console (console/dist)'
    install_console_modules
    (cd console && npm run --silent build) >&2 || fail 'the console did not build; its words are above'
    mkdir -p build && printf '%s\n' "$sources" >"$stamp"
}

# console/node_modules, as the lock file has them.
install_console_modules() {
    local stamp=console/node_modules/.cordon-lock log=var/npm.log
    cmp -s console/package-lock.json "$stamp" && return
    mkdir -p var
    if ! console_npm ci >"$log" 2>&1 && ! install_despite_partial_lock "$log"; then
        tail -n 20 "$log" >&2
        fail "npm ci failed in console/; its last words are above, all of them in $log"
    fi
    cp console/package-lock.json "$stamp"
}

console_npm() { (cd console && npm "$@" --ignore-scripts --no-fund --no-audit --loglevel=error); }

# npm 11 refuses a lock that leaves out other platforms' binaries, as one made behind a partial registry does. Installing
# takes the same packages from the same lock; that it did is compared, package by package.
install_despite_partial_lock() {
    grep -q 'Missing: .* from lock file' "$1" || return 1
    console_npm install --no-save >"$1" 2>&1 || return 1
    [ -z "$(jq -rn --slurpfile locked console/package-lock.json --slurpfile there console/node_modules/.package-lock.json '
        $there[0].packages | to_entries[] | select(.value.integrity != $locked[0].packages[.key].integrity) | .key')" ]
}

# --- a private PostgreSQL cluster -----------------------------------------------------------------------------------
# It has a unix socket in a short folder of its own under /tmp (a socket path holds 107 bytes) and no TCP. The folder is
# 0700 and the cluster's own user's, so whoever can reach the socket may be let in without a password.

cluster_data=
cluster_socket=

# PostgreSQL refuses to run as root: then its user is postgres, else ours.
as_cluster_user() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

# The cluster's data folder: the one asked for, or one under /var/lib/cordon-dev where postgres cannot reach that.
place_cluster() {
    cluster_data=$1
    mkdir -p "$cluster_data"
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$cluster_data"
        if ! as_cluster_user test -w "$cluster_data" 2>/dev/null; then
            rmdir "$cluster_data" 2>/dev/null || true
            cluster_data=/var/lib/cordon-dev/$(printf '%s' "$1" | sha256sum | cut -c 1-12)
            mkdir -p "$cluster_data"
            chown postgres "$cluster_data"
        fi
    fi
    chmod 700 "$cluster_data"
}

# start_cluster <folder> [server arguments]: sets cluster_data and cluster_socket.
start_cluster() {
    place_cluster "$1"
    shift
    cluster_socket=$(mktemp -d /tmp/cordon-pg.XXXXXX)
    [ "$(id -u)" -ne 0 ] || chown postgres "$cluster_socket"
    # From a folder that the cluster's user may stand in. 9 is the lock of the script that starts it.
    (cd / && bring_up_cluster "$*") 9>&-
}

bring_up_cluster() {
    local log=$cluster_data/server.log
    if [ ! -e "$cluster_data/PG_VERSION" ]; then
        say "making a private PostgreSQL cluster in $cluster_data"
        as_cluster_user "$postgres_programs/initdb" -D "$cluster_data" -U cordon -A trust -E UTF8 --locale=C.UTF-8 >/dev/null ||
            fail "initdb could not make a cluster in $cluster_data"
    fi
    if as_cluster_user "$postgres_programs/pg_ctl" -D "$cluster_data" status >/dev/null; then
        as_cluster_user "$postgres_programs/pg_ctl" -D "$cluster_data" -m fast stop >/dev/null # an earlier run left it
    fi
    if ! as_cluster_user "$postgres_programs/pg_ctl" -D "$cluster_data" -l "$log" -w -t 60 \
        -o "-c listen_addresses= -k $cluster_socket $1" start >/dev/null; then
        tail -n 5 "$log" >&2
        fail "PostgreSQL did not start; its last words are above, all of them in $log"
    fi
}

stop_cluster() {
    [ -n "$cluster_data" ] && [ -n "$cluster_socket" ] || return 0
    (cd / && as_cluster_user "$postgres_programs/pg_ctl" -D "$cluster_data" -m fast -w stop >/dev/null 2>&1) || true
    rm -rf "$cluster_socket"
    cluster_socket=
}

# The address of a database in that cluster, as libpq takes it.
cluster_url() { printf 'postgresql:///%s?host=%s&user=cordon' "$1" "$cluster_socket"; }

make_database() {
    if [ -z "$(psql "$(cluster_url postgres)" -XAtc "select 1 from pg_database where datname = '$1'")" ]; then
        psql "$(cluster_url postgres)" -Xqc "create database \"$1\""
    fi
}
