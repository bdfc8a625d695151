// The first script of every page: records what the invariants need.
(() => {
  const recorder = { console: [], errors: [], violations: [], shifts: [] };
  Object.defineProperty(window, "__recorder", { value: recorder });
  const text = (value) => (value instanceof Error ? `${value.name}: ${value.message}` : String(value));
  for (const level of ["debug", "log", "info", "warn", "error", "trace", "assert", "dir", "table"]) {
    console[level] = (...values) => recorder.console.push(`${level}: ${values.map(text).join(" ")}`);
  }
  addEventListener(
    "error",
    (event) => {
      const { target } = event;
      recorder.errors.push(target == window ? event.message : `${target.localName} can't be loaded: ${target.src ?? target.href}`);
    },
    true,
  );
  addEventListener("unhandledrejection", (event) => recorder.errors.push(`unhandled rejection: ${text(event.reason)}`));
  addEventListener("securitypolicyviolation", (event) =>
    recorder.violations.push(`${event.effectiveDirective}: ${event.blockedURI} (${event.sourceFile}:${event.lineNumber} ${event.sample})`),
  );
  /** Events that reach the window, by name. */
  recorder.events = {};
  recorder.listen = (name) => {
    if (recorder.events[name]) return;
    const heard = (recorder.events[name] = []);
    addEventListener(name, ({ bubbles, composed, cancelable, detail, target }) =>
      heard.push({ bubbles, composed, cancelable, detail, target: target.localName }),
    );
  };
  for (const name of ["ready", "update", "toggle", "jump", "share", "error", "view", "story", "order", "show-all", "link"]) recorder.listen(`key-events-${name}`);
  addEventListener("pageshow", (event) => (recorder.restored = event.persisted));
  if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) {
    const note = (list) => recorder.shifts.push(...list.getEntries().map((entry) => entry.value));
    const observer = new PerformanceObserver(note);
    observer.observe({ type: "layout-shift", buffered: true });
    recorder.shift = () => {
      note({ getEntries: () => observer.takeRecords() });
      return recorder.shifts.reduce((sum, value) => sum + value, 0);
    };
  }
})();
