#!/bin/sh
# soak.sh PROGRAM [MINUTES [FOLDER]]: works with the window for an hour, or MINUTES, as a hand would, and watches what it holds: memory, threads, open
# files. The hand draws faces, opens the bundled models in turn, translates what it draws and what it drops, reads help and library, and all
# the while a network trains in the window. Writes FOLDER/soak.csv, a line each quarter of a minute, and screenshots; says at the end
# whether all stayed flat, and exits 1 if it did not. Needs xvfb, xdotool, openbox, scrot and a JDK's java and jstat on the path.
# IDLE=yes leaves the training out.
set -eu
program=$1 minutes=${2:-60} folder=${3:-soak}
here=$(CDPATH= cd -P -- "$(dirname -- "$0")" && pwd)
if [ -z "${DISPLAY:-}" ] || [ -z "${SOAK_INSIDE:-}" ]; then
    SOAK_INSIDE=yes exec xvfb-run -a -s '-screen 0 1280x800x24' sh "$0" "$program" "$minutes" "$folder"
fi
mkdir -p "$folder"
folder=$(CDPATH= cd -P -- "$folder" && pwd)
csv=$folder/soak.csv
work=$(mktemp -d)
mkdir "$work/home" "$work/tmp" "$work/pictures"
app='' manager='' source=''
end() {
    for each in $app $manager $source; do kill "$each" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

cat >"$work/openbox.xml" <<'XML'
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
  <applications>
  <application title="*Meander"><decor>no</decor><maximized>yes</maximized></application>
  <application title="drag"><decor>no</decor><layer>above</layer><focus>no</focus></application>
  </applications>
</openbox_config>
XML
openbox --config-file "$work/openbox.xml" >/dev/null 2>&1 &
manager=$!

began=$(date +%s)
elapsed() { echo $(($(date +%s) - began)); }
alive() { kill -0 "$app" 2>/dev/null; }
log() { echo "$(elapsed) s: $*" | tee -a "$folder/soak.log"; }

HOME=$work/home XDG_CONFIG_HOME=$work/home/.config XDG_DATA_HOME=$work/home/.local XDG_CACHE_HOME=$work/home/.cache \
    JAVA_TOOL_OPTIONS="${JAVA_TOOL_OPTIONS:-} -Djava.io.tmpdir=$work/tmp" "$program" >"$folder/said.txt" 2>&1 &
app=$!
until xdotool search --onlyvisible --name 'emoji.*Meander' >/dev/null 2>&1; do
    alive || { cat "$folder/said.txt" >&2; exit 1; }
    [ "$(elapsed)" -lt 180 ] || { echo "no model after three minutes" >&2; exit 1; }
    sleep 0.2
done
window=$(xdotool search --onlyvisible --name 'Meander' | head -n 1)
log "the window is there"

# What is measured, once each quarter of a minute, beside the hand.

descendants() { # PID
    for child in $(ps -o pid= --ppid "$1"); do
        echo "$child"
        descendants "$child"
    done
}
kilobytes() { # WHAT PID: 0 where the process has gone
    awk -v what="$1:" '$1 == what { sum += $2 } END { printf "%d", sum }' "/proc/$2/smaps_rollup" 2>/dev/null || echo 0
}
sample() {
    rss=$(kilobytes Rss "$app") pss=$(kilobytes Pss "$app")
    children=0 child_rss=0
    for child in $(descendants "$app"); do
        children=$((children + 1)) child_rss=$((child_rss + $(kilobytes Rss "$child")))
    done
    threads=$(awk '$1 == "Threads:" { print $2 }' "/proc/$app/status")
    files=$(ls "/proc/$app/fd" | wc -l)
    # Old objects and those that have survived a collection: the heap without what the next collection takes.
    heap=$(jstat -gc "$app" 2>/dev/null | awk 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } NR == 2 { printf "%.0f,%.0f",
        ($at["S0U"] + $at["S1U"] + $at["OU"]) / 1024, ($at["S0C"] + $at["S1C"] + $at["EC"] + $at["OC"]) / 1024 }') || true
    echo "$(elapsed),$((rss / 1024)),$((pss / 1024)),${heap:-,},$children,$((child_rss / 1024)),$threads,$files,$(ls /dev/shm | wc -l),$(find "$work/tmp" -mindepth 1 | wc -l)"
}
echo "seconds,rss_mb,pss_mb,heap_used_mb,heap_committed_mb,children,children_rss_mb,threads,files,shm,temporary" >"$csv"
(
    next=0
    while alive && [ "$(elapsed)" -lt $((minutes * 60)) ]; do
        line=$(sample 2>/dev/null) && alive && echo "$line" >>"$csv"
        next=$((next + 15))
        while [ "$(elapsed)" -lt $next ] && alive; do sleep 0.5; done
    done
) &
meter=$!

# The hand. Places are those of a window of 1280 × 800.

key() { for each in "$@"; do xdotool key --clearmodifiers "$each"; sleep 0.15; done; }
at() { xdotool mousemove "$1" "$2" sleep 0.1; }
click() { xdotool mousemove "$1" "$2" sleep 0.1 click 1 sleep 0.3; }
drag() { # X Y X Y: in twenty steps
    xdotool mousemove "$1" "$2" sleep 0.1 mousedown 1
    i=1
    while [ $i -le 20 ]; do
        xdotool mousemove $(($1 + ($3 - $1) * i / 20)) $(($2 + ($4 - $2) * i / 20)) sleep 0.03
        i=$((i + 1))
    done
    xdotool mouseup 1 sleep 0.2
}
picture() { scrot -o "$folder/$(printf '%05d' "$(elapsed)")-$1.png"; }
name_file() { # PATH: into the dialog that opens; without one by then, nothing is typed
    i=0
    until xdotool search --onlyvisible --name 'Open a picture' >/dev/null 2>&1; do
        i=$((i + 1))
        [ $i -lt 40 ] || return 0
        sleep 0.5
    done
    sleep 1.5
    xdotool key slash sleep 0.5 key ctrl+a type --delay 12 "$1"
    sleep 0.7
    xdotool key Return
    i=0
    while xdotool search --onlyvisible --name 'Open a picture' >/dev/null 2>&1; do
        i=$((i + 1))
        [ $i -lt 20 ] || { log "a dialog stayed open"; xdotool key Escape; return 0; }
        sleep 0.5
    done
}

explore() { # ROW of the list
    key ctrl+1
    click 190 $((154 + 60 * $1))
    sleep 2
    drag 1088 196 1200 230
    drag 1190 230 960 160
    drag 1112 274 1160 274
    drag 1160 274 1060 274
    for _ in 1 2 3 4 5 6 7 8; do
        xdotool key space
        sleep 0.25
    done
    key Right Right Left
    [ $round -gt 0 ] || key s
    key ctrl+z ctrl+z ctrl+shift+z
}
mix() {
    key ctrl+1
    click 190 154
    sleep 1.5
    key m
    sleep 0.8
    click 1036 556
    sleep 0.5
    drag 1050 590 1050 730
    drag 1050 730 1000 640
    at 1090 620
    xdotool click --repeat 6 --delay 80 5
    drag 1060 440 1160 440
    xdotool click --repeat 12 --delay 60 4
    key n ctrl+z ctrl+z
}
translate() {
    key ctrl+2
    sleep 2
    drag 130 190 390 440
    drag 390 190 130 440
    drag 260 300 330 330
    key ctrl+z
    # A picture of the stage, by the dialog; then one that is dropped.
    key ctrl+o
    name_file "$work/pictures/small.png"
    sleep 3
    if [ -n "$source" ]; then
        xdotool mousemove 20 780 sleep 0.2 mousedown 1 sleep 0.2 mousemove 40 760 sleep 0.2 mousemove 200 400 sleep 0.3 \
            mousemove 240 330 sleep 1.5 mouseup 1 sleep 3
        picture drop
    fi
    key w
    drag 600 300 700 300
    key o d s
    key ctrl+n
    sleep 1
}
enlarge() { # ROW of a network that enlarges: it is opened in a pane of its own, and closed again
    key ctrl+1
    click 190 $((154 + 60 * $1))
    sleep 5
    picture "enlarge"
    key ctrl+w
    sleep 0.5
}
read_pages() {
    key ctrl+4
    for row in 0 4 2 6 1 5; do
        click 190 $((154 + 60 * row))
        sleep 1.2
        at 760 650
        xdotool click --repeat 6 --delay 60 5
    done
    key F1
    sleep 1
    at 640 500
    xdotool click --repeat 10 --delay 60 5
    key Escape ctrl+comma
    sleep 1
    at 640 500
    xdotool click --repeat 6 --delay 60 5
    key Escape
}
watch_training() {
    key ctrl+3
    sleep 1.5
    at 500 500
    key Home Right Right End
    drag 600 700 700 700
}
palette() {
    key ctrl+1 ctrl+k
    xdotool type --delay 30 "light"
    sleep 0.4
    key Return
    sleep 0.8
    key ctrl+k
    xdotool type --delay 30 "dark look"
    sleep 0.4
    key Return
    sleep 0.5
}
begin_training() { # tried again where the machine was slower than the hand
    for attempt in 1 2 3 4 5; do
        key ctrl+3
        sleep $((attempt + 1))
        key ctrl+n
        sleep $((attempt + 3))
        click 508 157 # Fashion-MNIST
        sleep $((3 * attempt))
        click 543 518 # DCGAN
        sleep $((attempt + 1))
        xdotool mousemove 794 727 sleep 0.1 click --repeat 3 --delay 60 1 sleep 0.5 type --delay 30 100000
        key Tab
        sleep $((attempt + 1))
        picture begin
        key ctrl+Return
        sleep $((8 * attempt))
        if [ -n "$(find "$work/home" -name spec.json)" ]; then
            log "the training runs"
            return
        fi
        key Escape
    done
    picture begin
    echo "no training began" >&2
    exit 1
}

xdotool windowfocus "$window" || true
key Escape # the tour
sleep 1
scrot -o -a 400,200,200,200 "$work/pictures/small.png"
scrot -o -a 345,156,534,534 "$work/pictures/large.png"
if java "$here/DragSource.java" --check >/dev/null 2>&1; then
    java "$here/DragSource.java" "$work/pictures/large.png" >"$folder/drag.txt" 2>&1 &
    source=$!
    sleep 4
fi
[ "${IDLE:-no}" = yes ] || begin_training
round=0
while alive && [ "$(elapsed)" -lt $((minutes * 60 - 20)) ]; do
    for row in 0 1 2 3; do explore $row; done
    picture explore
    mix
    picture mix
    translate
    picture translate
    enlarge $((6 + round % 2))
    read_pages
    picture page
    watch_training
    picture train
    palette
    round=$((round + 1))
    log "round $round"
done
alive || { log "the window has gone"; cat "$folder/said.txt" >&2; exit 1; }
wait "$meter" || true
picture last
xdotool key alt+F4
left=120
while alive && [ $left -gt 0 ]; do
    sleep 1
    left=$((left - 1))
done
if alive; then log "it did not close within two minutes"; else log "it closed by itself"; fi

# What it comes to.

awk -F, -v minutes="$minutes" '
function median(from, to, column,   n, i, j, t, v) {
    n = 0
    for (i = 1; i <= lines; i++) if (at[i] >= from && at[i] < to && value[i, column] != "") v[++n] = value[i, column]
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    low = v[1]; high = v[n]; counted = n
    return n ? v[int((n + 1) / 2)] : ""
}
NR == 1 { columns = NF; for (i = 1; i <= NF; i++) name[i] = $i; next }
{ lines++; at[lines] = $1; for (i = 1; i <= NF; i++) value[lines, i] = $i }
END {
    steady = minutes >= 20 ? 600 : minutes * 30
    step = minutes >= 20 ? 600 : minutes * 15
    printf "%-20s", "minimum/median/maximum"
    for (from = 0; from < minutes * 60; from += step) printf "  %14s", sprintf("%g–%g min", from / 60, (from + step) / 60)
    print ""
    for (c = 2; c <= columns; c++) {
        printf "%-22s", name[c]
        for (from = 0; from < minutes * 60; from += step) { m = median(from, from + step, c); printf "  %14s", low "/" m "/" high }
        print ""
    }
    fails = 0
    split("rss_mb threads files", judged, " ")
    for (k = 1; k <= 3; k++) for (c = 2; c <= columns; c++) if (name[c] == judged[k]) {
        first = median(steady, steady + step, c); worst = 0
        for (from = steady + step; from < minutes * 60; from += step) {
            m = median(from, from + step, c)
            if (m != "" && (m - first) / first > worst) worst = (m - first) / first
        }
        verdict = worst <= 0.05 ? "flat" : "RISES"
        if (worst > 0.05) fails = 1
        printf "%s: %s, by %.1f %% at most after minute %g\n", name[c], verdict, 100 * worst, steady / 60
    }
    exit fails
}' "$csv" | tee "$folder/verdict.txt"
grep -q RISES "$folder/verdict.txt" && exit 1
exit 0
