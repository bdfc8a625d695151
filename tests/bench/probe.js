// Measures a page from inside: when its list is rendered and painted, and how long an action takes.
// It is the first script in the head of every page.
window.bench = (() => {
  /** The number of rows, the selector of a row, and that of the shadow host around the list, if any. */
  const { count, row, host } = __PAGE__;

  /** Resolves in the first task after the next frame, which is then painted. */
  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      }),
    );

  /** Resolves when a root has `count` rows. */
  const listed = (root) =>
    new Promise((resolve) => {
      const check = () => {
        if (root.querySelectorAll(row).length < count) return;
        observer.disconnect();
        resolve(performance.now());
      };
      const observer = new MutationObserver(check);
      observer.observe(root, { childList: true, subtree: true });
      check();
    });

  /** Resolves with the root of the rows, which a script or the page's HTML creates. */
  const root = () =>
    new Promise((resolve) => {
      const check = () => {
        const root = host ? document.querySelector(host)?.shadowRoot : document;
        if (!root) return;
        observer.disconnect();
        resolve(root);
      };
      const observer = new MutationObserver(check);
      observer.observe(document, { childList: true, subtree: true });
      if (host) customElements.whenDefined(host).then(check);
      check();
    });

  const load = async () => {
    const at = await listed(await root());
    return { listed: at, painted: await painted() };
  };

  /** Resolves in the next task. */
  const nextTask = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    });

  /**
   * The time from an action to the end of its scripts, and to the end of the next frame, in milliseconds.
   * An action that returns no promise ends with its task.
   */
  const time = async (act) => {
    await painted();
    const start = performance.now();
    const result = act();
    const scripted = result ? result.then(() => performance.now()) : nextTask();
    await result;
    const shown = (await painted()) - start;
    return [(await scripted) - start, shown];
  };

  return {
    load: load(),
    /** The time of one update, with a mocked response. */
    updating: (text) => {
      const response = new Response(text, { headers: { "content-type": "application/json" } });
      const { fetch } = window;
      window.fetch = async () => {
        window.fetch = fetch;
        return response;
      };
      return time(() => bench.update());
    },
    time,
  };
})();
