// Keys, text and the clipboard. Keys are listened for on the canvas and the text agent only: the rest
// of the page and the browser's own shortcuts stay as they are.
//
// Text comes as the agent's input and composition events, so that input methods, dead keys, paste
// and phones work.
mergeInto(LibraryManager.library, {
  $keyboard: {
    agent: null,
    wanted: false,  // a text field has the focus in the UI
    composing: false,
    known: '',      // of the agent's value: what has been passed on
    mac: false,

    // What the browser would also act on, although we have.
    ours: ['Tab', 'Enter', 'Escape', 'Backspace', 'Delete', 'Home', 'End', 'PageUp',
                   'PageDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
    our_letters: ['KeyA', 'KeyC', 'KeyX', 'KeyY', 'KeyZ'],

    // Of views/app_keys.cpp: with Alt, on a Mac with Control and Shift.
    app_letters: ['KeyK', 'KeyM', 'KeyN', 'KeyP'],
    is_app_key: function(name, modifiers, command) {
      return name === 'F1' || (command && name === 'Slash') ||
             (modifiers === (keyboard.mac ? 3 : 4) && keyboard.app_letters.includes(name));
    },

    // 'KeyA' for whatever types an a; on layouts without Latin letters, by the key's place.
    name_of: function(event) {
      if (/^[a-zA-Z]$/.test(event.key)) return 'Key' + event.key.toUpperCase();
      if (/^[0-9]$/.test(event.key)) return 'Digit' + event.key;
      return event.code || event.key;
    },
    modifiers_of: function(event) {
      // AltGr writes characters; Windows shows it as Ctrl and Alt.
      if (event.getModifierState('AltGraph')) return 0;
      return event.ctrlKey * 1 | event.shiftKey * 2 | event.altKey * 4 | event.metaKey * 8;
    },

    down: function(event) {
      // Keys of a composition are the input method's, above all the Enter that ends it.
      if (event.isComposing || event.keyCode === 229) return;
      const name = keyboard.name_of(event);
      const modifiers = keyboard.modifiers_of(event);
      const command = (modifiers & (keyboard.mac ? 8 : 1)) !== 0;
      // The browser turns these into a paste event.
      if ((command && name === 'KeyV') || (event.shiftKey && name === 'Insert')) return;

      page.pass_text(name, (at) => _magic_key(at, 1, modifiers));
      const app_key = keyboard.is_app_key(name, modifiers, command);
      const ours = app_key || keyboard.ours.includes(name) || (name === 'Space' && !keyboard.wanted) ||
                   (command && !event.shiftKey && keyboard.our_letters.includes(name)) ||
                   (command && event.shiftKey && name === 'KeyZ');
      const leaves = event.altKey && /^Arrow(Left|Right)$/.test(name) && !keyboard.mac;
      if (ours && !leaves) {
        event.preventDefault();
        keyboard.forget();
      }
      // At once: C and X write the clipboard, and a shortcut's key must be seen before its Ctrl goes up,
      // which Dear ImGui would otherwise take in the same frame.
      const finds = (command && name === 'KeyF') || name === 'F3';
      if (command || app_key || finds || (ours && event.shiftKey))
        frames.draw_now();
      else
        frames.stir();
      // Whether find in chat wanted them is known then; else they are the browser's.
      if (finds) page.pass_text(name, (at) => _magic_key_is_taken(at) && event.preventDefault());
    },
    up: function(event) {
      page.pass_text(keyboard.name_of(event), (at) => _magic_key(at, 0, keyboard.modifiers_of(event)));
      // Browsers keep the release of a letter to themselves while Cmd is held.
      if (/^(Control|Meta|OS)/.test(event.key)) _magic_release_keys();
      frames.stir();
    },

    tap: function(name, modifiers) {
      page.pass_text(name, (at) => {
        _magic_key(at, 1, modifiers);
        _magic_key(at, 0, 0);
      });
    },
    // Phones have no keys to press: they say what shall become of the text.
    before_input: function(event) {
      if (keyboard.composing) return;
      const by_word = keyboard.mac ? 4 : 1;
      const taps = {
        deleteContentBackward: ['Backspace', 0], deleteWordBackward: ['Backspace', by_word],
        deleteContentForward: ['Delete', 0], deleteWordForward: ['Delete', by_word],
        insertLineBreak: ['Enter', 0], insertParagraph: ['Enter', 0],
        historyUndo: ['KeyZ', keyboard.mac ? 8 : 1], historyRedo: ['KeyY', keyboard.mac ? 8 : 1],
      };
      const tap = taps[event.inputType];
      if (!tap) return;
      event.preventDefault();
      keyboard.forget();
      keyboard.tap(tap[0], tap[1]);
      frames.stir();
    },
    // The agent holds what was written since the caret last moved by other means: what a phone
    // corrects, and what an input method composes anew, is how it differs from what we know of it.
    input: function(event) {
      const text = keyboard.agent.value;
      const known = keyboard.known;
      // Characters as a person counts them, which is what Backspace takes.
      const characters = window.Intl && Intl.Segmenter ?
          Array.from(new Intl.Segmenter().segment(known), (part) => part.segment) : Array.from(known);
      let kept = 0;
      let same = 0;
      while (kept < characters.length && text.startsWith(characters[kept], same))
        same += characters[kept++].length;
      for (let gone = kept; gone < characters.length; gone++) keyboard.tap('Backspace', 0);
      const fresh = text.slice(same);
      keyboard.known = keyboard.composing ? known.slice(0, same) : text;
      page.pass_text(keyboard.composing ? fresh : '', _magic_preedit);
      if (!keyboard.composing && fresh) page.pass_text(fresh, _magic_text);
      if (!keyboard.composing && text.length > 200) keyboard.forget();
      frames.stir();
    },
    forget: function() {
      if (keyboard.composing) return;
      keyboard.agent.value = keyboard.known = '';
    },
    composition: function(event) {
      keyboard.composing = event.type === 'compositionstart';
      if (!keyboard.composing) keyboard.input(event);
    },

    paste: function(event) {
      if (!event.clipboardData) return;
      const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n');
      event.preventDefault();
      keyboard.forget();
      if (!text) return;
      page.pass_text(text, _magic_paste);
      frames.stir();
    },
    // Where the page is not secure (plain http, not this machine) there is no navigator.clipboard.
    copy_by_command: function(text) {
      const agent = keyboard.agent;
      const before = document.activeElement;
      agent.value = text;
      agent.focus({preventScroll: true});
      agent.select();
      document.execCommand('copy');
      keyboard.forget();
      if (before && before !== agent) before.focus({preventScroll: true});
    },
  },

  magic_listen_to_keyboard__deps: ['$keyboard', '$page', '$frames', 'magic_is_mac'],
  magic_listen_to_keyboard: function() {
    const agent = keyboard.agent = document.getElementById('text-agent');
    keyboard.mac = _magic_is_mac();
    for (const target of [Module.canvas, agent]) {
      target.addEventListener('keydown', keyboard.down);
      target.addEventListener('keyup', keyboard.up);
      target.addEventListener('focus', frames.stir);
    }
    agent.addEventListener('beforeinput', keyboard.before_input);
    agent.addEventListener('input', keyboard.input);
    agent.addEventListener('compositionstart', keyboard.composition);
    agent.addEventListener('compositionend', keyboard.composition);
    Module.canvas.addEventListener('pointerdown', keyboard.forget);
    document.addEventListener('paste', keyboard.paste);
    window.addEventListener('blur', () => _magic_release_keys());
    Module.canvas.focus({preventScroll: true});
  },

  // Where the caret is, so that the input method opens its list there.
  magic_place_text_agent__deps: ['$keyboard'],
  magic_place_text_agent: function(wanted, x, y, height) {
    const agent = keyboard.agent;
    keyboard.wanted = wanted !== 0;
    // Moving it would break a composition in some browsers.
    if (wanted && !keyboard.composing) {
      agent.style.left = Math.max(0, Math.min(x, innerWidth - 2)) + 'px';
      agent.style.top = Math.max(0, Math.min(y, innerHeight - height)) + 'px';
      agent.style.height = height + 'px';
    }
    const active = document.activeElement;
    if (wanted && active !== agent && (active === Module.canvas || active === document.body || !active))
      agent.focus({preventScroll: true});
    if (!wanted && active === agent) Module.canvas.focus({preventScroll: true});
  },

  magic_write_clipboard__deps: ['$keyboard'],
  magic_write_clipboard: function(text) {
    const words = UTF8ToString(text);
    if (navigator.clipboard && navigator.clipboard.writeText)
      navigator.clipboard.writeText(words).catch(() => keyboard.copy_by_command(words));
    else
      keyboard.copy_by_command(words);
  },
});
