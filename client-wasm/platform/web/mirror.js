// What is on the canvas as elements that a screen reader and a test can find: the widgets and words,
// each over its place, in the parts of the screen; the conversation as a log; and what is announced.
// Nothing of it is visible.
mergeInto(LibraryManager.library, {
  $mirror: {
    by_id: {},
    parts: [],  // that are open: an element, and how many of its children are told
    focused: null,
    // As UiRole in mirror.h.
    roles: ['button', 'checkbox', 'textbox', 'slider', 'radio', 'option', 'menuitem', 'heading', '',
            'status', 'group', 'navigation', 'region', 'complementary', 'dialog', 'radiogroup',
            'listbox', 'menu'],
    HEADING: 7, TEXT: 8, FIRST_PART: 10,

    make: function(id, role) {
      const element = document.createElement(role === mirror.TEXT ? 'p' : 'div');
      element.id = 'widget-' + id;
      mirror.set(element, 'role', mirror.roles[role] || null);
      if (role === mirror.HEADING) element.setAttribute('aria-level', '2');
      if (mirror.roles[role] === 'dialog') element.setAttribute('aria-modal', 'true');
      if (role >= mirror.HEADING) return element;
      element.tabIndex = -1;
      // A screen reader's ways to press and to go there; a mouse reaches the canvas itself. The
      // keyboard stays with the canvas, which says by aria-activedescendant where it is.
      element.addEventListener('click', () => {
        _magic_activate(id);
        frames.draw_now();
      });
      element.addEventListener('focus', () => {
        _magic_focus(id);
        Module.canvas.focus({preventScroll: true});
        frames.draw_now();
      });
      return element;
    },
    set: function(element, name, value) {
      if (value === null)
        element.removeAttribute(name);
      else if (element.getAttribute(name) !== value)
        element.setAttribute(name, value);
    },
    // 'true' and 'false' where it can be; null elsewhere.
    state: function(state, can, is) {
      return state & can ? String(!!(state & is)) : null;
    },
    write: function(element, words) {
      if (element.textContent !== words) element.textContent = words;
    },
    close: function() {
      const part = mirror.parts.pop();
      while (part.element.children.length > part.told) part.element.lastChild.remove();
    },
    append: function(list, words, most) {
      const item = document.createElement('p');
      item.textContent = words;
      list.append(item);
      while (list.children.length > most) list.firstChild.remove();
    },
    // Aloud, as far as its sentences are complete: a reader is not interrupted in each of them.
    say_more: function(item, author, text, finished) {
      if (item.said === undefined) item.said = finished ? text.length : 0;
      const rest = text.slice(item.said);
      const ends = /^[^]*([.!?:…]["'”’)*_]*\s|[。！？]|\n)/.exec(rest);
      const words = finished ? rest : ends ? ends[0] : '';
      if (words.trim())
        mirror.append(document.getElementById('said'),
                      (item.said ? '' : author + ': ') + words.trim(), 20);
      item.said += words.length;
    },
  },

  // A new state of the screen: begin, one call for each in order, end. `state` as in mirror_web.cpp.
  magic_mirror_begin__deps: ['$mirror', '$frames'],
  magic_mirror_begin: function() {
    mirror.parts = [{element: document.getElementById('widgets'), told: 0}];
    mirror.focused = mirror.last = null;
    mirror.before = mirror.by_id;
    mirror.by_id = {};
  },
  magic_mirror_node: function(id, role, name, state, x, y, width, height) {
    const key = id + '.' + role;
    const element = mirror.by_id[key] = mirror.before[key] || mirror.make(id >>> 0, role);
    const part = mirror.parts[mirror.parts.length - 1];
    const place = part.element.children[part.told++] || null;
    if (place !== element) part.element.insertBefore(element, place);
    mirror.last = element;
    const words = UTF8ToString(name);
    if (role >= mirror.HEADING && role < mirror.FIRST_PART)
      mirror.write(element, words);
    else
      mirror.set(element, 'aria-label', words);
    if (role >= mirror.FIRST_PART) {
      mirror.parts.push({element: element, told: 0});
      return;
    }
    const checked = mirror.roles[role] === 'option' ? 'aria-selected' : 'aria-checked';
    mirror.set(element, checked, mirror.state(state, 2, 1));
    mirror.set(element, 'aria-expanded', mirror.state(state, 8, 4));
    mirror.set(element, 'aria-disabled', mirror.state(state, 16, 16));
    const style = 'left:' + x + 'px;top:' + y + 'px;width:' + width + 'px;height:' + height + 'px';
    if (element.place !== style) element.style.cssText = element.place = style;
    if (state & 32) mirror.focused = element;
  },
  magic_mirror_text: function(text) {
    mirror.write(mirror.last, UTF8ToString(text));
  },
  magic_mirror_close: function() {
    mirror.close();
  },
  magic_mirror_end: function() {
    mirror.close();
    const focused = mirror.focused;
    mirror.set(Module.canvas, 'aria-activedescendant', focused && focused.id);
    // What is written, is written into the text agent.
    const field = focused && focused.getAttribute('role') === 'textbox';
    mirror.set(document.getElementById('text-agent'), 'aria-label',
               field ? focused.getAttribute('aria-label') : 'Text');
  },

  // The conversation, oldest first. A message that is still being written is marked busy.
  magic_spoken_begin__deps: ['$mirror'],
  magic_spoken_begin: function() {
    mirror.spoken = document.getElementById('spoken');
    mirror.place = 0;
  },
  magic_spoken_message: function(id, author, text, finished) {
    const key = UTF8ToString(id);
    const list = mirror.spoken;
    let item = list.children[mirror.place];
    while (item && item.dataset.key !== key) {
      item.remove();
      item = list.children[mirror.place];
    }
    if (!item) {
      item = document.createElement('li');
      item.dataset.key = key;
      item.append(document.createElement('span'), document.createElement('p'));
      list.append(item);
    }
    const by = UTF8ToString(author);
    const words = UTF8ToString(text);
    mirror.set(item, 'aria-busy', finished ? null : 'true');
    mirror.write(item.children[0], by);
    mirror.write(item.children[1], words);
    mirror.say_more(item, by, words, finished);
    mirror.place++;
  },
  magic_spoken_end: function() {
    const list = mirror.spoken;
    while (list.children.length > mirror.place) list.lastChild.remove();
  },
  magic_announce__deps: ['$mirror'],
  magic_announce: function(words, urgent) {
    mirror.append(document.getElementById(urgent ? 'alerts' : 'said'), UTF8ToString(words), 20);
  },
});
