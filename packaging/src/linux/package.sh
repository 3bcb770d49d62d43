#!/bin/sh
# package.sh deb|rpm|image VERSION xz|zstd TIMESTAMP [FLAVOUR]: makes a package of target/image/meander, in the folder target where it is
# called; image only makes that folder ready. Zstandard is quick, xz smaller.
# The package owns all it installs, so removing it leaves nothing but a person's own files.
set -e
kind=$1 version=$2 press=$3 flavour=$5
SOURCE_DATE_EPOCH=$(date -d "$4" +%s)
export SOURCE_DATE_EPOCH
here=$(cd "$(dirname "$0")" && pwd)
image=$PWD/image/meander
icons=$here/../icons

# Symbols that only a debugger reads: libtorch's are a fifth of it. Then every file is as old as the commit's timestamp says: a package of
# the same commit has the same bytes, and the AOT cache below is believed only while the jars are as old as they were.
lighten() {
    find "$image" -name '*.so*' -type f -exec strip --strip-unneeded {} +
    find "$image" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# What Java learns from one run starts the next ones faster (JEP 514). The launcher itself runs, for the class path must be the same.
learn() {
    cache=$image/lib/app/meander.aot
    rm -f "$cache"
    JAVA_TOOL_OPTIONS="-XX:AOTCacheOutput=$cache" "$image/bin/meander" gui --force --screenshot "$PWD/learned.png" >learned.txt 2>&1
    # A window opens with a sentence where nothing can be drawn: a package without its natives would look well.
    unzip -q -o -j "$image"/lib/app/app-*.jar meander/app/bundled/stylegan2-emoji-64.safetensors -d .
    HOME=$PWD/nobody "$image/bin/meander" generate stylegan2-emoji-64.safetensors --class 0 --seeds 1 --force --out drawn
    [ -f "$cache" ] || { cat learned.txt; echo "no AOT cache was made" >&2; exit 1; }
    sed -i '/AOTCache=/d; /-Xlog:/d' "$image/lib/app/meander.cfg"
    sed -i 's|^\[JavaOptions\]$|&\njava-options=-XX:AOTCache=$APPDIR/meander.aot\njava-options=-Xlog:aot*=off\njava-options=-Xlog:cds*=off|' "$image/lib/app/meander.cfg"
}

# Lays out the system's tree in the folder root.
tree() {
    rm -rf root
    install -d root/opt root/usr/share/doc/meander
    cp -a "$image" root/opt/meander
    install -D -m 755 "$here/meander" root/usr/bin/meander
    install -D -m 644 "$here/meander.desktop" root/usr/share/applications/meander.desktop
    install -D -m 644 "$here/meander.xml" root/usr/share/mime/packages/meander.xml
    for size in 16 24 32 48 64 128 256 512; do
        install -D -m 644 "$icons/meander-$size.png" "root/usr/share/icons/hicolor/${size}x$size/apps/meander.png"
    done
    install -D -m 644 "$icons/meander.svg" root/usr/share/icons/hicolor/scalable/apps/meander.svg
    for each in NOTICE THIRD-PARTY.txt bom.json; do
        [ ! -f "$image/lib/app/$each" ] || install -m 644 "$image/lib/app/$each" root/usr/share/doc/meander
    done
    install -m 644 "$image/lib/app/LICENSE" root/usr/share/doc/meander/copyright
    chmod -R go=u,go-w root
    find root -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

deb() {
    install -d root/DEBIAN
    cat >root/DEBIAN/control <<END
Package: meander
Version: $version
Section: graphics
Priority: optional
Architecture: $(dpkg --print-architecture)
Maintainer: Meander maintainers <maintainers@meander.invalid>
Installed-Size: $(du -sk --exclude=DEBIAN root | cut -f1)
Depends: libc6 (>= 2.28), libstdc++6, libgtk-3-0 | libgtk-3-0t64, libxtst6, libxxf86vm1, libgl1, zlib1g
Description: desktop latent explorer for GANs
 Opens checkpoints of StyleGAN, ProGAN, BigGAN, Pix2Pix, CycleGAN and others,
 draws what they draw while a slider moves, and teaches networks of one's own.
END
    (cd root && find opt usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    case $press in xz) level=6 ;; *) level=12 ;; esac
    dpkg-deb --root-owner-group -Z$press -z$level --build root "meander${flavour}_${version}_$(dpkg --print-architecture).deb"
}

rpm() {
    case $press in xz) payload=w6T0.xzdio ;; *) payload=w12.zstdio ;; esac
    rpmbuild -bb --quiet --define "_buildhost localhost" --define "use_source_date_epoch_as_buildtime 1" \
        --define "_topdir $PWD/rpm" --define "_rpmdir $PWD" --define "_rpmfilename meander$flavour-$version.%{ARCH}.rpm" \
        --define "_binary_payload $payload" --define "meander_version $version" --define "meander_root $PWD/root" "$here/meander.spec"
}

lighten
learn
case $kind in
    deb) tree && deb ;;
    rpm) tree && rpm ;;
    image) ;;
esac
