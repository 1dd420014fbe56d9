// Characters that the embedded fonts lack, and clusters as wholes, drawn by the browser with the system's fonts.
mergeInto(LibraryManager.library, {
  $glyphs: {
    pen: null,       // of one canvas that only grows
    tofu: {},        // by face: what the browser draws for a character that no font has
    drawable: [{}, {}],  // by face and character
    // Chinese, Japanese and Korean fonts by name: searching for one costs ten times as much. Noto's
    // before the system's own, which on Linux often has plain letters for many scripts.
    families: [
      'Inter, "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", ' +
          'system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", ' +
          '"Hiragino Sans", "Yu Gothic", "Malgun Gothic", sans-serif',
      '"JetBrains Mono", ui-monospace, "Noto Sans Mono CJK SC", monospace',
    ],
    emoji_families: '"Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", ',

    // Returns the text.
    prepare: function(face, at, size, em) {
      const text = UTF8ToString(at, size);
      if (!glyphs.pen) {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 64;
        // Without this every picture would come back from the graphics card.
        glyphs.pen = canvas.getContext('2d', {willReadFrequently: true});
      }
      // Text fonts have plain pictures of some emoji, too.
      const emoji = /\p{Emoji_Presentation}|\ufe0f/u.test(text);
      glyphs.pen.font = em + 'px ' + (emoji ? glyphs.emoji_families : '') + glyphs.families[face];
      glyphs.pen.textBaseline = 'alphabetic';
      return text;
    },
    // The pixels of `text` around its base line at (pad, pad + up).
    draw: function(text, width, height, left, up, colour) {
      const pen = glyphs.pen;
      if (pen.canvas.width < width || pen.canvas.height < height) {
        const font = pen.font;
        pen.canvas.width = Math.max(pen.canvas.width, width);
        pen.canvas.height = Math.max(pen.canvas.height, height);
        pen.font = font;
      }
      pen.clearRect(0, 0, width, height);
      pen.fillStyle = colour;
      pen.fillText(text, left, up);
      return pen.getImageData(0, 0, width, height).data;
    },
    same: function(a, b) {
      return a.length === b.length && a.every((byte, at) => byte === b[at]);
    },
  },

  // Browsers draw a box for a character that no font has; U+0378 is none. Asking costs two pictures,
  // and the answer does not change.
  magic_glyph_is_drawable__deps: ['$glyphs'],
  magic_glyph_is_drawable: function(face, at, size) {
    const text = glyphs.prepare(face, at, size, 24);
    const known = glyphs.drawable[face];
    const draw = (what) => glyphs.draw(what, 48, 48, 8, 32, '#fff').slice();
    if (!glyphs.tofu[face]) glyphs.tofu[face] = draw('\u0378');
    if (!(text in known)) known[text] = !glyphs.same(glyphs.tofu[face], draw(text));
    return known[text];
  },

  // Writes advance, left, top, width, height (floats). 0: nothing to see. Marks piled on a letter
  // are cut where they would reach into other lines.
  magic_glyph_measure__deps: ['$glyphs'],
  magic_glyph_measure: function(face, at, size, em, out) {
    const text = glyphs.prepare(face, at, size, em);
    const m = glyphs.pen.measureText(text);
    const left = Math.floor(-m.actualBoundingBoxLeft) - 1;
    const top = Math.floor(Math.max(-m.actualBoundingBoxAscent, -1.5 * em)) - 1;
    const right = Math.ceil(m.actualBoundingBoxRight) + 1;
    const bottom = Math.ceil(Math.min(m.actualBoundingBoxDescent, 0.8 * em)) + 1;
    HEAPF32.set([m.width, left, top, Math.max(0, right - left), Math.max(0, bottom - top)], out >> 2);
  },

  // Copies the picture of the measured size. Returns whether it has colours of its own: drawn in
  // black and in white it then looks the same.
  magic_glyph_draw__deps: ['$glyphs'],
  magic_glyph_draw: function(face, at, size, em, left, top, width, height, out) {
    const text = glyphs.prepare(face, at, size, em);
    const dark = glyphs.draw(text, width, height, -left, -top, '#000').slice();
    const light = glyphs.draw(text, width, height, -left, -top, '#fff');
    let solid = 0, equal = 0;
    for (let at = 0; at < light.length; at += 4) {
      if (light[at + 3] < 200) continue;
      solid++;
      const apart = Math.abs(light[at] - dark[at]) + Math.abs(light[at + 1] - dark[at + 1]) +
                    Math.abs(light[at + 2] - dark[at + 2]);
      if (apart < 60) equal++;
    }
    HEAPU8.set(light, out);
    return solid > 0 && equal * 2 > solid;
  },
});
