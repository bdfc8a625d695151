// Measures a page from inside: when its list is there and painted, and how long an action takes.
// In the head of every page, before anything else of it.
window.bench = (() => {
  /** How many rows the list has, a selector of a row, and of the element with a shadow root around it. */
  const { count, row, host } = __PAGE__;

  /** Resolves when the next frame was painted: in the first task after it. */
  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      }),
    );

  /** Resolves when a root has so many rows. */
  const listed = (root) =>
    new Promise((resolve) => {
      const look = () => {
        if (root.querySelectorAll(row).length < count) return;
        observer.disconnect();
        resolve(performance.now());
      };
      const observer = new MutationObserver(look);
      observer.observe(root, { childList: true, subtree: true });
      look();
    });

  /** The root that the rows are in, once there is one: from a script, or from the page's HTML. */
  const root = () =>
    new Promise((resolve) => {
      const look = () => {
        const root = host ? document.querySelector(host)?.shadowRoot : document;
        if (!root) return;
        observer.disconnect();
        resolve(root);
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { childList: true, subtree: true });
      if (host) customElements.whenDefined(host).then(look);
      look();
    });

  const load = async () => {
    const at = await listed(await root());
    return { listed: at, painted: await painted() };
  };

  /** Resolves when what was to be done in this task is done: in the next one. */
  const settled = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    });

  /**
   * From an action to the end of its scripts, and to the end of the frame that shows what it did, in
   * milliseconds. One that does not say when it is done is done with its task.
   */
  const time = async (act) => {
    await painted();
    const start = performance.now();
    const acted = act();
    const scripted = acted ? acted.then(() => performance.now()) : settled();
    await acted;
    const shown = (await painted()) - start;
    return [(await scripted) - start, shown];
  };

  return {
    load: load(),
    /** The time of one update, for which the answer is there already. */
    updating: (text) => {
      const answer = new Response(text, { headers: { "content-type": "application/json" } });
      const { fetch } = window;
      window.fetch = async () => {
        window.fetch = fetch;
        return answer;
      };
      return time(() => bench.update());
    },
    time,
  };
})();
