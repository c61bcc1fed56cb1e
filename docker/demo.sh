# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What ./run does beside building: the database, the daemon, the London demonstration, and the end of all three.
# Sourced after docker/lib.sh.

config=config/cordon.toml
cordon=build/release/cordon
daemon_pid=
simulator_pid=
stream_pid=

# toml_value <section, "" for the top> <key> <default>: a plain value of the configuration.
toml_value() {
    awk -v section="$1" -v key="$2" -v value="$3" '
        /^[[:space:]]*\[/ { at = $0; gsub(/[][[:space:]]/, "", at) }
        at == section && $1 == key && $2 == "=" { value = $3; gsub(/"/, "", value) }
        END { print value }' "$config"
}

# Where the configuration says that the daemon keeps its state and listens.
read_config() {
    state=$(toml_value '' state ../var/state)
    [[ $state == /* ]] || state=$(realpath -m "$(dirname "$config")/$state")
    api=http://$(toml_value api address 127.0.0.1):$(toml_value api port 8080)
}

# start <log> <command...>: in the background, its words in the log. In a session of its own, so that a terminal's
# Ctrl-C reaches this script alone, which then stops things in their order; told to stop should this script be killed.
start() {
    local log=$1
    shift
    setsid setpriv --pdeathsig TERM -- "$@" >"$log" 2>&1 </dev/null 9>&- &
}

# Stops one by its process id and waits for its end.
stop() {
    [ -n "$1" ] && kill -TERM "$1" 2>/dev/null || return 0
    wait "$1" 2>/dev/null || true
}

stop_all() {
    trap - EXIT INT TERM HUP
    [ -z "$daemon_pid" ] || say 'stopping the simulator, the daemon and the database'
    stop "$stream_pid"
    stop "$simulator_pid"
    stop "$daemon_pid"
    stop_cluster
}

use_database() {
    if [ -n "${CORDON_DATABASE_URL:-}" ]; then
        say 'using the database of CORDON_DATABASE_URL'
        return
    fi
    start_cluster "$PWD/var/postgres"
    make_database cordon
    CORDON_DATABASE_URL=$(cluster_url cordon)
    export CORDON_DATABASE_URL
}

# The last thing a program that ended said, as one line.
last_words() { grep -v '^[[:space:]]*$' "$1" | tail -n 1; }

start_daemon() {
    "$cordon" migrate --config "$config" >var/migrate.log 2>&1 || fail "the database was not migrated: $(last_words var/migrate.log)"
    start var/daemon.log "$cordon" serve --config "$config"
    daemon_pid=$!
    local waited
    for ((waited = 0; waited < 600; waited++)); do
        kill -0 "$daemon_pid" 2>/dev/null || fail "the daemon did not start: $(last_words var/daemon.log)"
        if curl -fs -o /dev/null --max-time 2 "$api/readyz"; then
            say "the daemon takes in fixes (pid $daemon_pid, its log in var/daemon.log)"
            return
        fi
        sleep 0.1
    done
    fail "the daemon is not ready after a minute: $(last_words var/daemon.log)"
}

# A token that lasts over starts: kept where only we can read it, made anew when the daemon does not know it. curl reads
# it from a file too: an argument could be seen by others.
make_token() {
    local file=var/demo-token
    if [ ! -s "$file" ] || ! ask_api /v1/incidents -o /dev/null; then
        (umask 077 && "$cordon" token create --name "demo-$(date -u +%Y%m%dT%H%M%S)" --role operator --state "$state" >"$file") ||
            fail 'no operator token could be made; the reason is above'
        (umask 077 && printf 'header = "Authorization: Bearer %s"\n' "$(tail -n 1 "$file")" >"$file.curl")
    fi
}

# ask_api <path> [curl options]: as the operator.
ask_api() {
    local path=$1
    shift
    curl -fsN -K var/demo-token.curl -H 'X-Access-Reason: London demonstration' "$@" "$api$path"
}

# Orders go in when they are not those that this state folder already has.
import_orders() {
    local orders=var/london-orders.json stamp=$state/london-imported
    "$cordon" simulate --scenario config/london.json --orders-out "$orders" >var/import.log 2>&1 ||
        fail "the demonstration's orders were not made: $(last_words var/import.log)"
    if ! cmp -s "$orders" "$stamp"; then
        say 'importing the London demonstration'
        "$cordon" import "$orders" --state "$state" >var/import.log 2>&1 || fail "import: $(last_words var/import.log)"
        cp "$orders" "$stamp"
    fi
}

# Each incident as it happens, a line each. In the background this is curl's own process: when it ends, so do the others.
show_incidents() {
    exec curl -fsN -K var/demo-token.curl -H 'X-Access-Reason: London demonstration' -H 'Accept: text/event-stream' \
        "$api/v1/incidents/stream" > >(sed -un 's/^data: \{0,1\}//p' | jq -r --unbuffered -f docker/incident.jq)
}

start_demonstration() {
    show_incidents &
    stream_pid=$!
    start var/simulator.log "$cordon" simulate --scenario config/london.json --quiet
    simulator_pid=$!
}

tell_where_to_look() {
    cat <<TXT

  Console   $api/
  Token     $(tail -n 1 var/demo-token)
  Database  psql '$CORDON_DATABASE_URL' -c 'select started, wearer_id, kind, episode_state, severity, reason from cordon.incident_list order by started desc limit 10'
  Health    curl $api/readyz     Metrics  curl http://$(toml_value metrics address 127.0.0.1):$(toml_value metrics port 9464)/metrics

Tags report every few seconds; incidents follow as they happen. Ctrl-C stops everything.

TXT
}
