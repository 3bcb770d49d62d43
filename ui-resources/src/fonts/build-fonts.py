#!/usr/bin/env python3
"""Builds the two faces of "Meander UI": Inter for Latin, Noto Sans SC for Chinese, in one font file a weight.

JavaFX does not fall back from one loaded font to another in the same way on every system, has no switch for OpenType
features and picks faces by "bold or not" only. So both scripts live in one face, figures are tabular as they come, and
the bold face is Inter SemiBold. Both sources are under the SIL Open Font License, which allows this under another name.

  apt-get download fonts-inter fonts-noto-cjk; for d in *.deb; do dpkg -x $d x; done; apt-get install python3-fonttools
  ./build-fonts.py x/usr/share/fonts/opentype ../main/resources/meander/ui

Run it again when a message bundle gains a character that the fonts lack (MessagesTest tells).
"""
import glob
import os
import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

UPEM = 2048
LATIN = [(0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x218, 0x21B), (0x2C6, 0x2DD), (0x370, 0x3FF), (0x400, 0x45F),
         (0x2000, 0x206F), (0x2070, 0x209F), (0x20AC, 0x20AC), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF),
         (0x2300, 0x23FF), (0x25A0, 0x25FF), (0x2605, 0x2606), (0x2713, 0x2717)]
CHINESE = [(0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE5, 0xFFE5)]


def hanzi():
    """The 3,755 characters of GB 2312 level 1."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def bundle_characters(resources):
    for path in glob.glob(os.path.join(resources, "*.properties")):
        with open(path, encoding="utf-8") as text:
            yield from (ord(c) for c in text.read() if ord(c) > 0x20)


def tabular(font):
    """Figure glyphs with one width, by the default figure's name."""
    gsub = font["GSUB"].table
    names = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for sub in gsub.LookupList.Lookup[index].SubTable:
                    sub = getattr(sub, "ExtSubTable", sub)
                    names.update(getattr(sub, "mapping", {}))
    return names


class Face:
    def __init__(self):
        self.order, self.cmap, self.glyphs, self.metrics, self.seen = [".notdef"], {}, {}, {}, {}
        pen = TTGlyphPen(None)
        for x0, y0, x1, y1 in ((100, 0, 900, 1490), (220, 120, 780, 1370)):
            points = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]
            pen.moveTo(points[0])
            for p in points[1:] if x0 == 100 else points[:0:-1]:
                pen.lineTo(p)
            pen.closePath()
        self.glyphs[".notdef"], self.metrics[".notdef"] = pen.glyph(), (1000, 100)

    def add(self, font, source, code, glyph, error):
        if code in self.cmap:
            return
        name = f"{source}.{glyph}"
        if name not in self.glyphs:
            scale = UPEM / font["head"].unitsPerEm
            pen = TTGlyphPen(None)
            glyphs = font.getGlyphSet()
            glyphs[glyph].draw(TransformPen(Cu2QuPen(pen, error, reverse_direction=True), (scale, 0, 0, scale, 0, 0)))
            outline = pen.glyph()
            outline.recalcBounds(None)
            self.glyphs[name] = outline
            left = getattr(outline, "xMin", 0) or 0
            self.metrics[name] = (round(font["hmtx"][glyph][0] * scale), left)
            self.order.append(name)
        self.cmap[code] = name


def build(inter, noto, style, wanted, copyrights, target):
    face = Face()
    figures = tabular(inter)
    table = inter.getBestCmap()
    for low, high in LATIN:
        for code in range(low, high + 1):
            if code in table:
                glyph = table[code]
                face.add(inter, "i", code, figures.get(glyph, glyph) if chr(code) in "0123456789+−-" else glyph, 0.6)
    table = noto.getBestCmap()
    for code in sorted(wanted | {c for low, high in CHINESE for c in range(low, high + 1)}):
        if code in table:
            face.add(noto, "n", code, table[code], 2.5)
    missing = [chr(c) for c in wanted if c not in face.cmap]
    if missing:
        print("no glyph for", "".join(missing))
    build = FontBuilder(UPEM, isTTF=True)
    # Glyph names are written nowhere (post format 3), plain ones keep the tables small.
    plain = {name: ".notdef" if name == ".notdef" else f"g{i}" for i, name in enumerate(face.order)}
    build.setupGlyphOrder([plain[n] for n in face.order])
    build.setupCharacterMap({code: plain[name] for code, name in face.cmap.items()})
    build.setupGlyf({plain[n]: g for n, g in face.glyphs.items()})
    build.setupHorizontalMetrics({plain[n]: m for n, m in face.metrics.items()})
    hhea = inter["hhea"]
    up = UPEM / inter["head"].unitsPerEm
    build.setupHorizontalHeader(ascent=round(hhea.ascent * up), descent=round(hhea.descent * up))
    build.setupNameTable({"familyName": "Meander UI", "styleName": style, "uniqueFontIdentifier": f"Meander UI {style} 1",
                          "fullName": "Meander UI" if style == "Regular" else f"Meander UI {style}", "version": "Version 1.000",
                          "psName": f"MeanderUI-{style}", "copyright": copyrights,
                          "licenseDescription": "SIL Open Font License, Version 1.1", "licenseInfoURL": "https://openfontlicense.org"})
    build.setupOS2(sTypoAscender=round(hhea.ascent * up), sTypoDescender=round(hhea.descent * up), sTypoLineGap=0,
                   usWinAscent=round(hhea.ascent * up), usWinDescent=-round(hhea.descent * up), sxHeight=round(inter["OS/2"].sxHeight * up),
                   sCapHeight=round(inter["OS/2"].sCapHeight * up), usWeightClass=700 if style == "Bold" else 400,
                   fsSelection=0x20 if style == "Bold" else 0x40)
    build.font["head"].macStyle = 1 if style == "Bold" else 0
    build.setupPost(keepGlyphNames=False)
    build.save(target)
    print(target, os.path.getsize(target), "bytes,", len(face.cmap), "characters")


def noto_sc(path):
    return next(f for f in TTCollection(path).fonts if f["name"].getDebugName(4).startswith("Noto Sans CJK SC"))


def main():
    sources, resources = sys.argv[1:]
    words = set(bundle_characters(resources))
    copyrights = "Inter: Copyright The Inter Project Authors. Noto Sans SC: Copyright Adobe. Combined for Meander."
    for style, inter, noto, wanted in (("Regular", "Regular", "Regular", words | set(hanzi())),
                                       ("Bold", "SemiBold", "Bold", words | set(hanzi()))):
        build(TTFont(f"{sources}/inter/Inter-{inter}.otf"), noto_sc(f"{sources}/noto/NotoSansCJK-{noto}.ttc"), style, wanted,
              copyrights, f"{resources}/fonts/MeanderUI-{style}.ttf")


main()
