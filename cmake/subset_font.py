#!/usr/bin/env python3
"""Cuts a font down to what the UI shows: subset_font.py <font> <output>.

Characters outside it, Greek and Cyrillic among them, are drawn with the system's fonts: every
kilobyte here is one that each visitor waits for (scripts/weigh.sh). No layout features are kept, because
Dear ImGui applies none (so code has no ligatures either); figures of one width are made the plain
ones instead, so that numbers in columns stand still.
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

# Outlines are rounded to so many steps per letter size: in letters of 32 points on a dense screen, a step
# is an eighth of a pixel. Smaller numbers compress better: 5 kB.
STEPS = 512

RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x017F),  # Latin, with the letters of Europe
    (0x0192, 0x0192), (0x0218, 0x021B), (0x02C6, 0x02C7), (0x02D8, 0x02DD),
    (0x1E9E, 0x1E9E), (0x2010, 0x2027), (0x202F, 0x203A), (0x2044, 0x2044), (0x2070, 0x208E),
    (0x20AC, 0x20AC), (0x20BF, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122), (0x2126, 0x2126),
    (0x2190, 0x2199), (0x21A9, 0x21AA), (0x21B5, 0x21B5), (0x2202, 0x2202), (0x2206, 0x2206),
    (0x220F, 0x220F), (0x2211, 0x2212), (0x221A, 0x221A), (0x221E, 0x221E), (0x222B, 0x222B),
    (0x2248, 0x2248), (0x2260, 0x2265),
    (0x2318, 0x2318), (0x23CE, 0x23CE), (0x2500, 0x259F), (0x25A0, 0x25FF),
    (0x2610, 0x2612), (0x2713, 0x2717), (0xFB01, 0xFB02), (0xFFFD, 0xFFFD),
]


def use_tabular_figures(font):
    """Maps the digits to the glyphs that the font's 'tnum' feature would give them."""
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for part in table.LookupList.Lookup[index].SubTable:
                part = getattr(part, "ExtSubTable", part)
                for characters in font["cmap"].tables:
                    if not characters.isUnicode():
                        continue
                    for digit in range(0x30, 0x3A):
                        name = characters.cmap.get(digit)
                        if name in part.mapping:
                            characters.cmap[digit] = part.mapping[name]


def main(source, made):
    font = TTFont(source)
    use_tabular_figures(font)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 13]  # copyright and licence stay
    options.drop_tables += ["DSIG", "GDEF", "GPOS", "GSUB", "meta", "STAT", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    cutter.subset(font)
    scale_upem(font, STEPS)
    font.save(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
