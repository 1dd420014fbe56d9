// Starts the program, or says in words why it cannot run here.
'use strict';

window.memoryMagic = {frames: 0, ready: false};

(function () {
  const say = (words) => {
    document.documentElement.classList.remove('running');
    document.getElementById('notice-words').textContent = words;
  };

  const canvas = document.getElementById('canvas');
  const probe = document.createElement('canvas');
  if (typeof WebAssembly !== 'object') {
    say('This browser cannot run WebAssembly. Please use a current Firefox, Chrome, Edge or Safari.');
    return;
  }
  if (!probe.getContext('webgl2')) {
    say('This browser offers no WebGL 2, with which the chat is drawn. Switching on hardware ' +
        'acceleration in its settings, or another browser, helps. The same chat is there for ' +
        'other programs through the HTTP API.');
    return;
  }

  window.Module = {
    canvas,
    say,
    onAbort: () => say('The program has stopped because of a fault. Reloading the page brings the ' +
                       'conversation back.'),
  };
  const script = document.createElement('script');
  script.src = 'app.js';
  script.onerror = () => say('The program could not be loaded. Is the server still running? ' +
                             'Reload the page to try again.');
  document.head.append(script);
})();
