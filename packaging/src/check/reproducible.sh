#!/bin/sh
# reproducible.sh [OPTION OF MAVEN]: builds the last commit twice, in two folders and time zones, and compares the bytes of every jar and of the bill of
# materials (online). The AOT cache is no part of it: it is a memory of one run.
set -eu
checkout=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build() {
    git clone -q "$checkout" "$work/$1"
    (cd "$work/$1" && TZ=$2 mvn -q -B -ntp -DskipTests -Dexec.skip=true -Dformatter.skip=true package "$3")
    (cd "$work/$1" && find ./*/target -name '*.jar' -o -name 'bom.*' | sort | xargs sha256sum) >"$work/$1.txt"
}
build one UTC "${1:--B}"
build another Asia/Shanghai "${1:--B}"
[ "$(grep -c 'SNAPSHOT.jar' "$work/one.txt")" -ge 4 ] || { echo "the jars were not found" >&2; exit 1; }
diff "$work/one.txt" "$work/another.txt" && echo "$(wc -l <"$work/one.txt") files, the same bytes twice"
