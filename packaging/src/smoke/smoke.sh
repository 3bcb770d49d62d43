#!/bin/sh
# smoke.sh FILE.deb: installs the package in a root of its own, uses it as a person would, removes it; fails with the step that failed.
# Needs root, unzip and, for the window on a display, xvfb and scrot.
set -eu
deb=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
export HOME=$work/home DJL_CACHE_DIR=$work/djl
mkdir -p "$HOME" "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/triggers" "$root/etc"
touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"
step() { echo "smoke: $*"; }

step install
dpkg --root="$root" --force-depends -i "$deb" >"$work/dpkg.txt" 2>&1
meander=$root/opt/meander/bin/meander
! command -v desktop-file-validate >/dev/null || desktop-file-validate "$root/usr/share/applications/meander.desktop"

step no display
env -u DISPLAY "$meander" gui --force --screenshot "$work/window.png"
[ -s "$work/window.png" ]

step bundled models
unzip -q -j "$root"/opt/meander/lib/app/app-*.jar 'meander/app/bundled/*.safetensors' -d "$work/bundled"
for model in "$work"/bundled/*.safetensors; do "$meander" inspect "$model" >/dev/null; done

step export
"$meander" export "$work/bundled/dcgan-fashion-32.safetensors" --out "$work/clothes.onnx"
[ -s "$work/clothes.onnx" ]

if ls "$root"/opt/meander/lib/app/pytorch-native-cpu-*.jar >/dev/null 2>&1; then
    step train 20 steps
    "$meander" train --recipe dcgan --data bundled:fashion --out "$work/run" --kimg 0.32 --set batch=16
    ls "$work"/run/*.safetensors >/dev/null
fi

if command -v xvfb-run >/dev/null && command -v scrot >/dev/null; then
    step display
    xvfb-run -a -s '-screen 0 1400x900x24' sh -c '"$1" & sleep 20; scrot -o "$2"; kill $!; wait $! || true' _ "$meander" "${SMOKE_SHOT:-$work/display.png}"
fi

step remove
dpkg --root="$root" -P meander >>"$work/dpkg.txt" 2>&1
left=$(find "$root" -path "$root/var" -prune -o -type f -print)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
step done
