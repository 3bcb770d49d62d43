#!/bin/sh
# busy.sh PROGRAM [ROUNDS [KIMG]]: how long a training takes on an idle machine and beside one and two busy processes, for each way in which
# libtorch's threads may wait for each other; in turns, so that a slow minute hits all alike. Seconds, the start of the program left out, and
# a checksum of the model: the numbers must be the same. Nothing else should run meanwhile.
set -eu
program=$1 rounds=${2:-1} kimg=${3:-0.128}
work=$(mktemp -d)
trap 'stop_busy; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
busy=
start_busy() { # HOW MANY
    for _ in $(seq "$1"); do
        sh -c 'while :; do :; done' &
        busy="$busy $!"
    done
}
stop_busy() {
    for each in $busy; do kill "$each" 2>/dev/null || true; wait "$each" 2>/dev/null || true; done
    busy=
}
now() { date +%s.%N; }
train() { # NAME VARIABLES: prints seconds between the first step and the end
    rm -rf "$work/run"
    env HOME="$work/home" $2 "$program" train --recipe stylegan2 --data bundled:fashion --out "$work/run" --kimg "$kimg" \
        --set resolution=32 --set batch-size=16 --set sample-interval=1000 --set metric-interval=1000 --json >"$work/said.txt" 2>"$work/errors.txt" ||
        { cat "$work/errors.txt" >&2; exit 1; }
    sed -n 's/.*"event":"started","at":\([0-9]*\).*/\1/p; s/.*"event":"ended","at":\([0-9]*\).*/\1/p' "$work/said.txt" |
        awk 'NR == 1 { begin = $1 } END { printf "%.1f", ($1 - begin) / 1000 }'
}
mkdir "$work/home"
threads=$(($(nproc) > 1 ? $(nproc) - 1 : 1))
train warm "" >/dev/null # pictures are decoded once
echo "busy  way  seconds  model"
for _ in $(seq "$rounds"); do
    for others in 0 1 2; do
        start_busy "$others"
        for way in as-set active short one-fewer; do
            case $way in
                as-set) variables= ;; # what the program sets itself, OMP_WAIT_POLICY=PASSIVE
                active) variables=GOMP_SPINCOUNT=300000 ;; # the library's own
                short) variables=GOMP_SPINCOUNT=1000 ;;
                one-fewer) variables="OMP_NUM_THREADS=$threads GOMP_SPINCOUNT=300000" ;;
            esac
            seconds=$(train "$way" "$variables")
            # One thread adds in another order; all the others must agree.
            echo "$others  $way  $seconds  $(cksum <"$(ls "$work"/run/model-*.safetensors)" | cut -d' ' -f1)"
        done
        stop_busy
    done
done
