#!/bin/sh
# start.sh PROGRAM [ROUNDS]: how long an installed Meander takes from its start to a window, and to a model that is open and answers the hand;
# with what Java has learned from the run that the package made (JEP 514), and without, in turns. Seconds. Needs xvfb and xdotool.
set -eu
program=$1 rounds=${2:-5}
if [ -z "${DISPLAY:-}" ] || [ -z "${START_INSIDE:-}" ]; then
    START_INSIDE=yes exec xvfb-run -a -s '-screen 0 1600x1000x24' sh "$0" "$program" "$rounds"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
now() { date +%s.%N; }
since() { echo "$(now) $1" | awk '{printf "%.2f", $1 - $2}'; }
until_titled() { # TITLE: looks every twentieth of a second
    i=0
    until xdotool search --onlyvisible --name "$1" >/dev/null 2>&1; do
        kill -0 "$app" 2>/dev/null || { cat "$work/said.txt" >&2; exit 1; }
        i=$((i + 1)); [ $i -lt 1200 ] || { echo "no window after a minute" >&2; exit 1; }
        sleep 0.05
    done
}
start() { # HOW OPTIONS
    began=$(now)
    HOME=$work/home JAVA_TOOL_OPTIONS=$2 "$program" >"$work/said.txt" 2>&1 &
    app=$!
    until_titled Meander
    window=$(since "$began")
    until_titled "emoji.*Meander"
    echo "$1  $window  $(since "$began")"
    kill "$app"
    wait "$app" || true
}
mkdir "$work/home"
echo "how  window  model"
start first ""
for _ in $(seq "$rounds"); do
    start learned ""
    start unlearned -XX:AOTMode=off
done
