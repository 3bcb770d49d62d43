#!/bin/sh
# kills.sh PROGRAM [KILLS]: kills a training (kill -9) at random moments and resumes it, and compares the last state with that of a training
# that nobody disturbed: every number must be the same, and no file may be half written. Ends with 1 if not.
set -eu
program=$1 kills=${2:-20}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"
export HOME="$work/home"
settings='--set resolution=16 --set width=4 --set batch-size=16 --set checkpoint-interval=0.048 --set sample-interval=0.08 --set metric-interval=0.24'
kimg=${KIMG:-8}
before=$(date +%s)
# shellcheck disable=SC2086
"$program" train --recipe dcgan --data bundled:fashion --out "$work/whole" --kimg "$kimg" $settings >"$work/whole.txt" 2>&1
# As slow as the machine is: a kill comes within a few checkpoints.
window=$((($(date +%s) - before) / 8 + 1))
begin() {
    if [ -e "$work/killed/spec.json" ]; then
        exec "$program" train --resume "$work/killed" --json
    else
        # shellcheck disable=SC2086
        exec "$program" train --recipe dcgan --data bundled:fashion --out "$work/killed" --kimg "$kimg" $settings --json
    fi
}
ended=$(basename "$(ls "$work"/whole/state-*.safetensors | tail -1)")
killed=0
while [ "$killed" -lt "$kills" ] && [ ! -e "$work/killed/$ended" ]; do
    begin >"$work/said.txt" 2>&1 &
    training=$!
    # Each fourth time before the first step, else until some checkpoints later: seconds, and hundredths of them.
    if [ $((killed % 4)) -ne 3 ]; then
        until grep -q '"event":"started"' "$work/said.txt" || ! kill -0 "$training" 2>/dev/null; do sleep 0.05; done
    fi
    sleep "$(awk -v seed="$killed$$" -v most="$window" 'BEGIN { srand(seed); printf "%.2f", most * rand() }')"
    if kill -9 "$training" 2>/dev/null; then killed=$((killed + 1)); else cat "$work/said.txt"; fi
    wait "$training" 2>/dev/null || true
    echo "kill $killed: $(ls "$work/killed" 2>/dev/null | grep -c '^state-' || true) states, $(ls "$work"/killed/state-*.safetensors 2>/dev/null | tail -1 | sed 's/.*state-0*//; s/\.safe.*//') pictures"
done
[ -e "$work/killed/$ended" ] || (begin) >"$work/said.txt" 2>&1 || { cat "$work/said.txt"; exit 1; }
for kind in state model; do
    a=$(ls "$work"/whole/$kind-*.safetensors | tail -1)
    cmp "$a" "$work/killed/$(basename "$a")" || { echo "$kind differs after $killed kills"; exit 1; }
done
if find "$work/killed" -name '*.part' | grep .; then echo "half written files are left"; exit 1; fi
for picture in "$work"/whole/samples/*.png; do
    cmp "$picture" "$work/killed/samples/$(basename "$picture")" || exit 1
done
echo "$killed kills: state, model and all samples are the same"
