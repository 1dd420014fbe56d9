// Requests to the proxy at the page's own origin, answers piece by piece.
mergeInto(LibraryManager.library, {
  $requests: '= new Map()',  // id -> AbortController

  magic_fetch__deps: ['$requests', '$frames'],
  magic_fetch: function(id, method, path, body) {
    const abort = new AbortController();
    requests.set(id, abort);
    const options = {
      method: UTF8ToString(method),
      headers: {Accept: 'application/json, text/event-stream'},
      signal: abort.signal,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
    };
    // What is deleted when the page is left is asked for as its last act.
    if (options.method === 'DELETE') options.keepalive = true;
    if (body) {
      options.body = UTF8ToString(body);
      options.headers['Content-Type'] = 'application/json';
    }
    // A connection may be gone without anybody saying so (sleep, another network). While a model
    // is silent the proxy sends a heartbeat every 15 s.
    let silence = 0;
    const hear = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), 60000);
    };
    const receive = async (url) => {
      hear();
      const response = await fetch(url, options);
      _magic_fetch_status(id, response.status);
      const reader = response.body.getReader();
      for (;;) {
        const part = await reader.read();
        if (part.done) return;
        hear();
        const at = _malloc(part.value.length);
        HEAPU8.set(part.value, at);  // HEAPU8 is read after malloc, which may move the heap
        _magic_fetch_body(id, at, part.value.length);
        _free(at);
        frames.request();
      }
    };
    const end = (whole) => {
      clearTimeout(silence);
      requests.delete(id);
      _magic_fetch_end(id, whole);
      frames.request();
    };
    receive(UTF8ToString(path)).then(() => end(1), () => end(0));
  },

  magic_fetch_cancel__deps: ['$requests'],
  magic_fetch_cancel: function(id) {
    const abort = requests.get(id);
    if (abort) abort.abort();
  },
});
