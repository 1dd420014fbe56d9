// The page around the canvas: its size, what the person prefers, and what the browser keeps for us.
mergeInto(LibraryManager.library, {
  $page: {
    kept: {},  // settings where the browser refuses to store any
    dark: null,
    still: null,
    contrast: null,
    forced: null,
    colours: [],

    pass_text: function(text, receive) {
      const size = lengthBytesUTF8(text) + 1;
      const at = _malloc(size);
      stringToUTF8(text, at, size);
      receive(at);
      _free(at);
    },
    // SDL measures the canvas when the window is resized, and then only.
    measure: function() {
      window.dispatchEvent(new Event('resize'));
    },
    // The system's colours can be read of an element that has them.
    take_wishes: function() {
      const probe = document.createElement('i');
      document.body.append(probe);
      page.colours = ['Canvas', 'CanvasText', 'LinkText', 'Highlight'].map((name) => {
        probe.style.color = name;
        const parts = getComputedStyle(probe).color.match(/[\d.]+/g);
        return parts[0] << 16 | parts[1] << 8 | parts[2];
      });
      probe.remove();
      frames.stir();
    },
    watch_density: function() {
      const query = matchMedia('(resolution: ' + devicePixelRatio + 'dppx)');
      query.addEventListener('change', () => {
        page.measure();
        page.watch_density();
      }, {once: true});
    },
  },

  magic_watch_page__deps: ['$page', '$frames'],
  magic_watch_page: function() {
    const canvas = Module.canvas;
    page.dark = matchMedia('(prefers-color-scheme: dark)');
    page.still = matchMedia('(prefers-reduced-motion: reduce)');
    page.contrast = matchMedia('(prefers-contrast: more)');
    page.forced = matchMedia('(forced-colors: active)');
    for (const query of [page.dark, page.still, page.contrast, page.forced])
      query.addEventListener('change', page.take_wishes);
    page.take_wishes();

    new ResizeObserver(page.measure).observe(canvas);
    page.watch_density();
    for (const name of ['resize', 'focus', 'blur', 'pointermove', 'pointerdown', 'pointerleave',
                        'wheel', 'touchstart', 'touchmove'])
      window.addEventListener(name, frames.stir, {passive: true});
    // After SDL, which listens on the document and on the canvas.
    window.addEventListener('mouseup', frames.draw_now);
    window.addEventListener('touchend', frames.draw_now);
    // The text agent keeps the focus when the canvas is clicked.
    canvas.addEventListener('mousedown', (event) => event.preventDefault());
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    document.addEventListener('visibilitychange', () => {
      frames.drop_request();
      // A page that is closed or left is hidden first, and has no later.
      if (document.hidden) frames.draw_now();
      frames.stir();
    });

    // A driver that restarts takes a moment; one that has given up never comes back.
    let lost = 0;
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      _magic_graphics_lost();
      lost = setTimeout(() => Module.say('The graphics driver has stopped drawing this page. ' +
                                         'Reloading the page brings the conversation back.'), 5000);
    });
    canvas.addEventListener('webglcontextrestored', () => {
      clearTimeout(lost);
      document.documentElement.className = 'running';
      _magic_graphics_restored();
      frames.stir();
    });
  },

  magic_say__deps: ['$page'],
  magic_say: function(words) {
    Module.say(UTF8ToString(words));
  },

  magic_prefers_dark: function() {
    return page.dark.matches;
  },
  magic_prefers_reduced_motion: function() {
    return page.still.matches;
  },
  magic_contrast: function() {
    return page.forced.matches ? 2 : page.contrast.matches ? 1 : 0;
  },
  magic_system_colour: function(n) {
    return page.colours[n];
  },
  magic_is_mac: function() {
    return /^(Mac|iP)/.test(navigator.platform);
  },
  magic_attention: function() {
    return document.hidden ? 0 : document.hasFocus() ? 2 : 1;
  },
  magic_set_title: function(title) {
    document.title = UTF8ToString(title);
  },
  magic_open_link: function(url) {
    window.open(UTF8ToString(url), '_blank', 'noopener,noreferrer');
  },

  magic_load_setting__deps: ['$page'],
  magic_load_setting: function(name) {
    const key = UTF8ToString(name);
    let value = page.kept[key] || '';
    try {
      value = localStorage.getItem('memory-magic.' + key) || value;
    } catch (refused) {}
    page.pass_text(value, _magic_take_text);
  },
  magic_save_setting__deps: ['$page'],
  magic_save_setting: function(name, value) {
    const key = UTF8ToString(name);
    page.kept[key] = UTF8ToString(value);
    try {
      localStorage.setItem('memory-magic.' + key, UTF8ToString(value));
    } catch (refused) {}
  },

  magic_random_bytes: function(at, size) {
    crypto.getRandomValues(HEAPU8.subarray(at, at + size));
  },
});
