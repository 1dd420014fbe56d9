// Where a text may be cut, asked of the browser. Offsets are bytes of UTF-8.
mergeInto(LibraryManager.library, {
  $segments: {
    by_kind: {},
    // Calls on_segment(end in bytes, is a word) for each piece.
    each: function(kind, at, size, on_segment) {
      const text = UTF8ToString(at, size);
      let end = 0;
      if (!window.Intl || !Intl.Segmenter) {  // old browsers: each code point
        for (const character of text) on_segment(end += lengthBytesUTF8(character), kind === 'word');
        return;
      }
      if (!segments.by_kind[kind]) segments.by_kind[kind] = new Intl.Segmenter(undefined, {granularity: kind});
      for (const piece of segments.by_kind[kind].segment(text))
        on_segment(end += lengthBytesUTF8(piece.segment), piece.isWordLike);
    },
  },

  magic_character_ends__deps: ['$segments'],
  magic_character_ends: function(text, size, out) {
    let count = 0;
    segments.each('grapheme', text, size, (end) => {
      HEAPU32[(out >> 2) + count++] = end;
    });
    return count;
  },

  magic_word_ends__deps: ['$segments'],
  magic_word_ends: function(text, size, out) {
    let count = 0;
    segments.each('word', text, size, (end, is_word) => {
      HEAPU32[(out >> 2) + 2 * count] = end;
      HEAPU32[(out >> 2) + 2 * count++ + 1] = is_word ? 1 : 0;
    });
    return count;
  },

  magic_composed: function(text, size) {
    const composed = UTF8ToString(text, size).normalize();
    return composed.length === 1 ? composed.charCodeAt(0) : 0;
  },
});
