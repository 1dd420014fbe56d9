// Starts the program, or says in words why it cannot run here.
'use strict';

window.memoryMagic = {frames: 0, ready: false};

(function () {
  // The names of the program's files hold their hashes; the page knows them.
  const names = document.currentScript.dataset;
  const root = document.documentElement;

  const say = (words) => {
    root.classList.remove('running');
    root.classList.add('stopped');
    document.getElementById('notice-words').textContent = words;
  };

  if (typeof WebAssembly !== 'object') {
    say('This browser cannot run WebAssembly. Please use a current Firefox, Chrome, Edge or Safari.');
    return;
  }
  // Asking for WebGL may wait for the graphics driver: what is there is seen first. The program is
  // fetched meanwhile. A hidden page gets no animation frames.
  const start = () => {
    if (!document.createElement('canvas').getContext('webgl2')) {
      say('This browser offers no WebGL 2, with which the chat is drawn. Switching on hardware ' +
          'acceleration in its settings, or another browser, helps. The same chat is there for ' +
          'other programs through the HTTP API.');
      return;
    }

    // Only a slow start needs a word: a quick one would flash it.
    setTimeout(() => {
      if (!root.className) document.getElementById('notice-words').textContent = 'Loading…';
    }, 1500);

    const not_loaded = () => say('The program could not be loaded. Is the server still running, and ' +
                                 'does nothing block it? Reload the page to try again.');
    window.Module = {
      canvas: document.getElementById('canvas'),
      say,
      locateFile: () => names.wasm,
      onAbort: () => {
        if (!window.memoryMagic.ready) return not_loaded();
        say('The program has stopped because of a fault. Reloading the page brings the conversation ' +
            'back.');
      },
    };
    // A fetch that is blocked tells nobody else.
    addEventListener('unhandledrejection', () => window.memoryMagic.ready || not_loaded());
    const script = document.createElement('script');
    script.src = names.program;
    script.onerror = not_loaded;
    document.head.append(script);
  };
  if (document.hidden)
    start();
  else
    requestAnimationFrame(() => setTimeout(start));
})();
