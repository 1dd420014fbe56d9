// What is on the canvas as elements that a screen reader and a test can find: the widgets, each over
// its place, and the conversation as a log. Nothing of it is visible.
mergeInto(LibraryManager.library, {
  $mirror: {
    widgets: null,
    spoken: null,
    by_id: {},
    seen: [],
    roles: ['button', 'checkbox', 'textbox', 'slider'],

    make: function(id, role) {
      const element = document.createElement('div');
      element.setAttribute('role', role);
      element.tabIndex = -1;
      // A screen reader's way to press; a mouse reaches the canvas itself.
      element.addEventListener('click', () => {
        _magic_activate(id);
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
    write: function(element, words) {
      if (element.textContent !== words) element.textContent = words;
    },
  },

  // A new state of the widgets: begin, one call for each in order, end.
  magic_mirror_begin__deps: ['$mirror', '$frames'],
  magic_mirror_begin: function() {
    mirror.widgets = document.getElementById('widgets');
    mirror.seen = [];
  },
  magic_mirror_widget: function(id, role_number, label, x, y, width, height, checked, expanded,
                                disabled, focused) {
    const role = mirror.roles[role_number];
    let element = mirror.by_id[id];
    if (!element || element.getAttribute('role') !== role) element = mirror.make(id, role);
    mirror.by_id[id] = element;
    mirror.seen.push(element);
    element.id = 'widget-' + id;
    const words = UTF8ToString(label);
    mirror.set(element, 'aria-label', words);
    // -1: it cannot be checked, or opened.
    mirror.set(element, 'aria-checked', checked < 0 ? null : checked ? 'true' : 'false');
    mirror.set(element, 'aria-expanded', expanded < 0 ? null : expanded ? 'true' : 'false');
    mirror.set(element, 'aria-disabled', disabled ? 'true' : null);
    element.style.left = x + 'px';
    element.style.top = y + 'px';
    element.style.width = width + 'px';
    element.style.height = height + 'px';
    if (focused) mirror.focused = element.id;
  },
  magic_mirror_end: function() {
    const widgets = mirror.widgets;
    const seen = mirror.seen;
    seen.forEach((element, at) => {
      if (widgets.children[at] !== element) widgets.insertBefore(element, widgets.children[at] || null);
    });
    while (widgets.children.length > seen.length) {
      delete mirror.by_id[widgets.lastChild.id.replace('widget-', '')];
      widgets.lastChild.remove();
    }
    mirror.set(Module.canvas, 'aria-activedescendant', mirror.focused || null);
    mirror.focused = null;
  },

  // The conversation, oldest first. A message that is still being written is marked busy, and so is
  // announced when it is finished, not letter by letter.
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
    mirror.set(item, 'aria-busy', finished ? null : 'true');
    mirror.write(item.children[0], UTF8ToString(author));
    mirror.write(item.children[1], UTF8ToString(text));
    mirror.place++;
  },
  magic_spoken_end: function() {
    const list = mirror.spoken;
    while (list.children.length > mirror.place) list.lastChild.remove();
  },
});
