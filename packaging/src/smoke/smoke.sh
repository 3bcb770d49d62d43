#!/bin/sh
# smoke.sh FILE.deb [SHOTS]: installs the package on a copy of this machine that forgets everything afterwards, uses it as a person would
# who may write to nothing but a home, and removes it; fails with the step that failed. Pictures of the workspaces go to the folder SHOTS.
# Needs Linux, root, unzip, and for the window on a display xvfb, xdotool and scrot.
set -eu

# The machine below stays as it is: what is written goes to memory, in a namespace of mounts that ends with this script.
if [ -z "${SMOKE_INSIDE:-}" ]; then
    deb=$(realpath "$1")
    shots=${2:+$(mkdir -p "$2" && realpath "$2")}
    work=$(mktemp -d -p /dev/shm)
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/upper" "$work/work" "$work/root" "$work/shots"
    chmod 755 "$work" "$work/upper"
    chmod 777 "$work/shots"
    cp "$deb" "$work/meander.deb"
    cp "$0" "$work/smoke.sh"
    status=0
    SMOKE_INSIDE=$work unshare -m sh -c '
        mount -t overlay meander -o "lowerdir=/,upperdir=$SMOKE_INSIDE/upper,workdir=$SMOKE_INSIDE/work" "$SMOKE_INSIDE/root"
        for each in proc sys dev; do mount --rbind /$each "$SMOKE_INSIDE/root/$each"; done
        mount -t tmpfs -o mode=1777 tmp "$SMOKE_INSIDE/root/tmp"
        exec chroot "$SMOKE_INSIDE/root" sh "$SMOKE_INSIDE/smoke.sh"' || status=$?
    [ -z "$shots" ] || cp "$work"/shots/*.png "$shots"
    exit $status
fi

here=$SMOKE_INSIDE
cd /
home=/tmp/home
echo "somebody:x:4242:4242::$home:/bin/sh" >>/etc/passwd
install -d -o 4242 -m 700 $home /tmp/out
step() { echo "smoke: $*"; }
fail() { echo "smoke: $*" >&2; exit 1; }
# Somebody whose only folder is a home, and somebody who has not even that. The terminal's variables do not come along.
as() {
    user=$1 at=$2
    shift 2
    env -i PATH="$PATH" LANG=C.UTF-8 HOME="$at" OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}" setpriv --reuid="$user" --clear-groups "$@"
}
person() { as 4242 $home "$@"; }
homeless() { as nobody /nonexistent "$@"; }
alive() { # PICTURE COMMAND...: on a display, until its window is there; then closes it as the X in its corner would
    picture=$1
    shift
    person env SMOKE_PICTURE="$picture" xvfb-run -a -s '-screen 0 1400x900x24' sh -c '
        "$@" >/tmp/out/window.txt 2>&1 & app=$!
        i=0
        until xdotool search --onlyvisible --name Meander >/dev/null 2>&1; do
            kill -0 $app 2>/dev/null || { cat /tmp/out/window.txt; exit 1; }
            i=$((i + 1)); [ $i -lt 120 ] || { echo "no window after two minutes"; exit 1; }
            sleep 1
        done
        sleep 15
        scrot -o "$SMOKE_PICTURE"
        kill -0 $app || exit 1
        kill $app; wait $app || true' _ "$@"
}

step install
before=$(find /opt /usr -xdev | sort | md5sum)
dpkg -i "$here/meander.deb" >/tmp/dpkg.txt 2>&1 || { cat /tmp/dpkg.txt; exit 1; }
entry=/usr/share/applications/meander.desktop
! command -v desktop-file-validate >/dev/null || desktop-file-validate $entry
exec_line=$(sed -n 's/^Exec=\(.*\) %f$/\1/p' $entry)
[ -x "$exec_line" ] || fail "the menu's $exec_line is no program"
for each in NOTICE THIRD-PARTY.txt bom.json copyright; do [ -s /usr/share/doc/meander/$each ] || fail "$each is missing"; done

step no display
for workspace in explore translate train library settings help; do
    person meander gui --workspace $workspace --screenshot /tmp/out/$workspace.png
    cp /tmp/out/$workspace.png "$here/shots"
done

step bundled models
person unzip -q -j /opt/meander/lib/app/app-*.jar 'meander/app/bundled/*.safetensors' -d /tmp/out/bundled
for model in /tmp/out/bundled/*.safetensors; do person meander inspect "$model" >/dev/null; done
person meander generate /tmp/out/bundled/stylegan2-emoji-64.safetensors --class 0 --seeds 1 --out /tmp/out/pictures
[ -n "$(ls /tmp/out/pictures/*.png)" ]

step export
person meander export /tmp/out/bundled/dcgan-fashion-32.safetensors --out /tmp/out/clothes.onnx
[ -s /tmp/out/clothes.onnx ]
# It opens as a program, which is tried in a JVM of its own.
person meander generate /tmp/out/clothes.onnx --class 0 --seeds 1 --out /tmp/out/again
[ -n "$(ls /tmp/out/again/*.png)" ]

if [ -d /opt/meander/lib/app/torch ]; then
    step train 20 steps
    person meander train --recipe dcgan --data bundled:fashion --out /tmp/out/run --kimg 0.32 --set batch-size=16
    ls /tmp/out/run/*.safetensors >/dev/null
    [ -z "$(find $home -name 'libtorch*')" ] || fail "PyTorch was unpacked into the home"
else
    step no training
    ! person meander train --recipe dcgan --data /tmp/out/pictures --out /tmp/out/run --kimg 0.32 >/tmp/train.txt 2>&1 || fail "trained without PyTorch"
    grep "comes without PyTorch" /tmp/train.txt || { cat /tmp/train.txt; exit 1; }
fi

if command -v xvfb-run >/dev/null && command -v xdotool >/dev/null && command -v scrot >/dev/null; then
    step menu entry on a display
    alive /tmp/out/display.png $exec_line
    cp /tmp/out/display.png "$here/shots"
    [ -s $home/.config/meander/session.json ] || fail "nothing is remembered between starts"
fi

step a home that cannot be written to
install -d -o nobody /tmp/homeless
install -m 644 /tmp/out/bundled/stylegan2-emoji-64.safetensors /tmp/homeless.safetensors
homeless meander generate /tmp/homeless.safetensors --class 0 --seeds 1 --out /tmp/homeless
homeless meander gui --screenshot /tmp/homeless/window.png 2>/tmp/homeless.txt || { cat /tmp/homeless.txt; exit 1; }
[ -s /tmp/homeless/window.png ]

step a path with spaces and Chinese characters
moved="/tmp/一个 folder 潜空间"
mkdir "$moved"
cp -a /opt/meander "$moved"
person "$moved/meander/bin/meander" gui --screenshot "/tmp/out/图片 1.png"
[ -s "/tmp/out/图片 1.png" ]
if [ -d /opt/meander/lib/app/torch ]; then
    person "$moved/meander/bin/meander" train --recipe dcgan --data bundled:fashion --out "/tmp/out/训练 run" --kimg 0.032 --set batch-size=16
fi
rm -rf "$moved"

step upgrade
mkdir -p $home/.config/meander
echo kept >$home/.config/meander/mine.txt
find $home -type f | sort | xargs -d '\n' md5sum >/tmp/settings.txt
dpkg -i "$here/meander.deb" >>/tmp/dpkg.txt 2>&1
md5sum --quiet -c /tmp/settings.txt
person meander gui --screenshot /tmp/out/again.png

step remove
dpkg -P meander >>/tmp/dpkg.txt 2>&1
[ "$before" = "$(find /opt /usr -xdev | sort | md5sum)" ] || fail "left behind under /opt or /usr: $(find /opt /usr -xdev -newer /tmp/settings.txt)"
md5sum --quiet -c /tmp/settings.txt
step done
