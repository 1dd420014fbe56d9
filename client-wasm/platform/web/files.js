// Files that go to the person's downloads, and those that the person gives: chosen, or dropped on
// the page.
mergeInto(LibraryManager.library, {
  $files: {
    most_bytes: 16 * 1024 * 1024,  // kMaxGivenFileBytes

    take: function(file) {
      if (!file) return;
      file.slice(0, files.most_bytes).arrayBuffer().then((buffer) => {
        const bytes = new Uint8Array(buffer);
        const at = _malloc(bytes.length + 1);
        HEAPU8.set(bytes, at);
        page.pass_text(file.name, (name) => _magic_take_file(name, at, bytes.length));
        _free(at);
        frames.stir();
      });
    },
  },

  magic_listen_to_files__deps: ['$files', '$page', '$frames'],
  magic_listen_to_files: function() {
    // Otherwise the browser would open the file in place of this page.
    window.addEventListener('dragover', (event) => event.preventDefault());
    window.addEventListener('drop', (event) => {
      event.preventDefault();
      files.take(event.dataTransfer.files[0]);
    });
  },

  magic_save_file__deps: ['$files'],
  magic_save_file: function(name, media_type, bytes, size) {
    const blob = new Blob([HEAPU8.slice(bytes, bytes + size)], {type: UTF8ToString(media_type)});
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = UTF8ToString(name);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },

  magic_choose_file__deps: ['$files'],
  magic_choose_file: function() {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.json,application/json';
    input.addEventListener('change', () => files.take(input.files[0]));
    input.click();
  },
});
