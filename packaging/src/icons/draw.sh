#!/bin/sh
# Draws the icons again from meander.svg. Needs librsvg2-bin, imagemagick and icnsutils; what it makes is committed.
set -e
cd "$(dirname "$0")"
for size in 16 24 32 48 64 128 256 512; do
    rsvg-convert --width $size meander.svg --output meander-$size.png
done
convert meander-16.png meander-24.png meander-32.png meander-48.png meander-64.png meander-128.png meander-256.png meander.ico
png2icns meander.icns meander-16.png meander-32.png meander-48.png meander-128.png meander-256.png meander-512.png
