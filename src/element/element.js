// The custom element: light enough to be on every page. Everything else waits in a chunk that is
// loaded when an element needs it.

const ATTRIBUTES =
  "src format select order limit collapsed heading heading-level time time-zone refresh anchor offset loading theme images remember lang dir debug".split(" ");
/** Keeps the space of the list free before it is there: header, what is around the rows, and rows. */
const space = new CSSStyleSheet();
space.replaceSync(
  ":host{display:block;container-type:inline-size}:host([hidden]){display:none}:host>div{--row:81px;min-block-size:calc(59px + var(--space,0)*(72px + min(41px + var(--rows)*var(--row),var(--key-events-max-height,9999px))))}@container (min-width:480px){:host>div{--row:51px}}",
);

/** Requests for feeds that were sent before the widget was there: address → request. */
const early = new Map();

/** What the page's Content Security Policy refused. */
const violations = new Set();
document.addEventListener("securitypolicyviolation", ({ blockedURI }) => violations.size < 99 && violations.add(blockedURI));

let later;
let warned;

/** What the widgets have of the loader. */
const loader = {
  /** Hands over the request that was sent for an address. */
  claim(address) {
    const request = early.get(address);
    early.delete(address);
    return request;
  },
  /** Loads what is needed once there is a list; resolves with whether it is there. */
  later: () =>
    (later ??= (async () => {
      try {
        if (__LATER__) await (await chunk).add(await fetch(here(__LATER__)));
        return true;
      } catch (error) {
        later = undefined;
        if (!warned) console.warn("key-events: jumps and updates have to wait: " + error.message);
        warned = true;
        return false;
      }
    })()),
  /** Loads what cleans HTML where the browser can't. */
  purify: async () => (await chunk).purify(),
  /** Whether the policy refused an address; the event may come after the request has failed. */
  refused: (address) =>
    new Promise((resolve) => setTimeout(() => resolve(violations.has(new URL(address, document.baseURI).href.split("#")[0])))),
};

/** Whether the reader left the list expanded (1) or collapsed (0), where that is remembered. */
const remembered = (element) => {
  try {
    const address = new URL(element.getAttribute("src")?.trim() ?? "", document.baseURI).href;
    return element.hasAttribute("remember") ? JSON.parse(localStorage["key-events:" + address])[3] : undefined;
  } catch {
    // Refused, or nothing there.
  }
};

const here = (path) => new URL(path, import.meta.url).href;

let chunk;
/** The look, shared by all elements. */
let sheet;
const loadChunk = () =>
  (chunk ??= (async () => {
    // Both at once: neither waits for the other.
    const wasm = fetch(here(__WASM__));
    wasm.catch(() => {});
    const module = await import(here(__GLUE__));
    const response = await wasm;
    if (!response.ok) throw new TypeError(response.status + " " + response.url);
    await module.start(response);
    return module;
  })().catch((error) => {
    chunk = undefined;
    throw error;
  }));

/** The name of a method that is not for pages. */
const start = Symbol();

/** Tells elements that come near the viewport to start. */
const near = new IntersectionObserver(
  (entries) => entries.forEach((entry) => entry.isIntersecting && entry.target[start]()),
  { rootMargin: "600px" },
);

class KeyEvents extends HTMLElement {
  static version = __VERSION__;
  static observedAttributes = ATTRIBUTES;

  #started;
  #widget;
  #root;
  #drawn;
  #labels;
  #stale;

  connectedCallback() {
    if (this.#root) return;
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const root = (this.#root = document.createElement("div"));
    root.style.setProperty("--rows", Math.min(+this.getAttribute("limit") || 10, 10));
    if (remembered(this) ?? !this.hasAttribute("collapsed")) root.style.setProperty("--space", 1);
    shadow.adoptedStyleSheets = [space];
    root.append(document.createElement("slot"));
    shadow.replaceChildren(root);
    if (this.#started || this.getAttribute("loading") == "eager") this[start]();
    else near.observe(this);
  }

  disconnectedCallback() {
    // A move within the page is a disconnection and a connection in one task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      near.unobserve(this);
      this.#widget?.unmount();
      this.#root = undefined;
    });
  }

  attributeChangedCallback() {
    if (this.#stale) return;
    this.#stale = true;
    queueMicrotask(() => {
      this.#stale = false;
      if (this.#widget && this.#root) this.#widget.update();
    });
  }

  /** Loads and shows the list; resolves with the widget, or with nothing if that failed. */
  async [start]() {
    near.unobserve(this);
    const root = this.#root;
    if (!root) return;
    this.#started = true;
    const src = this.getAttribute("src")?.trim();
    if (!this.#widget && src && src[0] != "#" && !early.has(src)) {
      const controller = new AbortController();
      const response = fetch(src, { cache: "no-cache", signal: controller.signal });
      response.catch(() => {});
      early.set(src, { response, controller });
    }
    try {
      const { Widget, css } = await loadChunk();
      if (root != this.#root || root == this.#drawn) return this.#widget;
      this.#drawn = root;
      if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
      this.shadowRoot.adoptedStyleSheets = [space, sheet];
      this.#widget ??= new Widget();
      if (this.#labels) this.#widget.setLabels(JSON.stringify(this.#labels));
      this.#widget.mount(this, root, loader);
      return this.#widget;
    } catch (error) {
      loader.claim(src)?.controller.abort();
      const unsupported = !globalThis.WebAssembly;
      const blocked = async () =>
        error instanceof WebAssembly.CompileError || (await loader.refused(here(__GLUE__))) || loader.refused(here(__WASM__));
      const kind = unsupported ? "unsupported" : (await blocked()) ? "blocked" : "network";
      console.warn(`key-events: the widget can't start (${kind}): ${error.message}`);
      const detail = { kind, message: error.message, url: here(__WASM__), retryIn: null };
      this.dispatchEvent(new CustomEvent("key-events:error", { bubbles: true, composed: true, detail }));
    }
  }

  get entries() {
    return this.#widget?.entries() ?? [];
  }

  get state() {
    return this.#widget?.state() ?? (this.#started ? "loading" : "idle");
  }

  get labels() {
    return this.#labels ?? {};
  }

  set labels(labels) {
    this.#labels = labels;
    this.#widget?.setLabels(JSON.stringify(labels));
  }

  async refresh() {
    await (await this[start]())?.refresh();
  }

  async expand() {
    (await this[start]())?.open(true);
  }

  async collapse() {
    (await this[start]())?.open(false);
  }

  async showAll() {
    (await this[start]())?.showAll();
  }

  async goTo(id) {
    return (await (await this[start]())?.goTo(id)) ?? false;
  }
}

/** Defines the element under a tag name; where the name is taken, the first one stays. */
export const define = (name) => {
  const first = customElements.get(name);
  if (!first) customElements.define(name, class extends KeyEvents {});
  else console.warn(`key-events: <${name}> is already defined by version ${first.version}; version ${__VERSION__} is ignored`);
};
