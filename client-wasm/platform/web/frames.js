// The loop: a frame is drawn when one was asked for, and none otherwise.
//
// All these files are Emscripten libraries; 3.1.6 loses short-hand methods and destructuring.
mergeInto(LibraryManager.library, {
  $frames: {
    requested: 0,  // animation frame, or timer while the page is hidden
    timer: 0,

    run: function() {
      frames.requested = 0;
      _magic_frame();
    },
    request: function() {
      if (frames.requested) return;
      // A hidden page gets no animation frames, but its title and what is spoken shall follow.
      frames.requested = document.hidden ? -setTimeout(frames.run, 500)
                                         : requestAnimationFrame(frames.run);
    },
    drop_request: function() {
      if (frames.requested < 0) clearTimeout(-frames.requested);
      if (frames.requested > 0) cancelAnimationFrame(frames.requested);
      frames.requested = 0;
    },
    // Something happened that may change what is shown.
    stir: function() {
      _magic_stir();
      frames.request();
    },
    // Inside the event of a click or key, where the browser allows to open a phone's keyboard and to
    // write the clipboard.
    draw_now: function() {
      _magic_stir();
      _magic_frame_now();
    },
  },

  magic_request_frame__deps: ['$frames'],
  magic_request_frame: function(wait_ms) {
    clearTimeout(frames.timer);
    frames.timer = 0;
    if (wait_ms === 0) frames.request();
    if (wait_ms > 0) frames.timer = setTimeout(frames.request, wait_ms);
  },

  magic_frame_was_drawn: function() {
    window.memoryMagic.frames++;
    if (window.memoryMagic.ready) return;
    window.memoryMagic.ready = true;
    performance.mark('first frame');  // bench/first_frame.mjs
    document.documentElement.classList.add('running');
  },
});
