// Records what payloads do. It is the first script after the recorder, so it has the page as it was.
const detector = { hits: [] };
const { querySelectorAll, getElementsByTagName } = Document.prototype;

for (const name of ["canary", "alert", "confirm", "prompt", "print", "open"]) {
  Object.defineProperty(window, name, { value: (value) => void detector.hits.push(`${name} ${value}`) });
}

/** What events of a reader may call. */
const EVENTS =
  "animationstart beforematch beforetoggle begin click contextmenu copy error focus load mouseover pointerenter scrollend securitypolicyviolation slotchange start toggle transitionend wheel";

/** Dispatches events on each element, and follows the links that are scripts. */
detector.poke = (elements) => {
  for (const element of elements) {
    // In WebKit any event with the name of a click activates a link.
    const isControl = element.matches("a, area, button, input, select, summary");
    for (const name of EVENTS.split(" ")) {
      if (name != "click" || !isControl) element.dispatchEvent(new Event(name));
    }
    for (const name of ["href", "xlink:href", "action", "formaction"]) {
      const url = element.getAttribute(name) ?? "";
      const code = /^[\0- ]*j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:(.*)/is.exec(url)?.[1];
      if (code) detector.hits.push(`link ${/\d+/.exec(code)}`);
    }
  }
};

/** What belongs to the page. Drivers define names of their own. */
detector.page = () => ({
  // The attribute is left of the space for a reading bar.
  html: document.documentElement.outerHTML.replace(/^(<html[^>]*) style=""/, "$1"),
  title: document.title,
  cookie: document.cookie,
  url: location.href,
  entries: history.length,
  stored: localStorage.length + sessionStorage.length,
  sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
  globals: Object.getOwnPropertyNames(window).filter((name) => !/^(cdc_|ret_nodes|\$|__)/.test(name)).sort(),
  prototypes: [Object, Array, String, Function, HTMLElement, Node, EventTarget]
    .map(({ prototype }) => Object.getOwnPropertyNames(prototype).length)
    .join(" "),
});

/** What of the page has changed, apart from what may: the old and the new parts. */
detector.changes = (...allowed) => {
  const after = detector.page();
  for (const name of allowed) delete after[name];
  const changed = Object.entries(detector.before).flatMap(([name, before]) => {
    if (allowed.includes(name)) return [];
    const [old, now] = [before, after[name]].map((value) => (Array.isArray(value) ? value : String(value).split("\n")));
    return [name + ":", ...old.filter((part) => !now.includes(part)), "->", ...now.filter((part) => !old.includes(part))];
  });
  return changed.length == 2 * Object.keys(after).length ? [] : changed;
};

const ALLOWED = "a abbr b blockquote br cite code dd del dfn dl dt em figcaption figure hr i img ins kbd li mark ol p pre q s samp small strong sub sup table tbody td tfoot th thead time tr u ul var".split(" ");
const OWN = "a button details div footer h2 h3 header img li link nav ol p section slot span style summary time ul".split(" ");
const DRAWING = ["svg", "path"];
const ATTRIBUTES = "href datetime cite colspan rowspan lang dir title src alt width height rel loading".split(" ");
const URLS = ["href", "src", "cite"];

const shadowRoots = () => [...querySelectorAll.call(document, "key-events")].map((element) => element.shadowRoot);

/** What must not be in a widget. */
detector.inspect = () => {
  const wrong = [];
  for (const root of shadowRoots()) {
    for (const element of root.querySelectorAll("*")) {
      const rich = element.parentElement?.closest(".rich");
      const isDrawing = element.parentElement?.closest("[part=overview]");
      const elements = rich ? ALLOWED : isDrawing ? DRAWING : OWN;
      const namespace = isDrawing ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml";
      if (!elements.includes(element.localName) || element.namespaceURI != namespace) {
        wrong.push(`<${element.localName}>: ${element.outerHTML.slice(0, 200)}`);
      }
      for (const { name, value } of element.attributes) {
        const allowed = rich ? ATTRIBUTES.includes(name) : !/^on|^srcdoc|^action|^formaction/.test(name);
        const isUrl = URLS.includes(name) && URL.canParse(value, document.baseURI);
        const safe = !isUrl || ["http:", "https:", "mailto:"].includes(new URL(value, document.baseURI).protocol);
        if (!allowed || (!safe && name != "cite")) wrong.push(`${name}="${value}" of <${element.localName}>`);
      }
    }
  }
  return wrong.slice(0, 10);
};

/** Scrolls past the upper edge of an element of the page, by its id. */
detector.read = (id) => {
  const element = Document.prototype.getElementById.call(document, id);
  scrollTo({ top: element.getBoundingClientRect().top + scrollY + 4, behavior: "instant" });
};

/** What is stored for a widget but is not a few numbers, and the number of what is stored. */
detector.stored = () => {
  const stored = Object.entries({ ...localStorage, ...sessionStorage });
  const isVisit = ([key, value]) => /^key-events:http:\/\/[\w.:]+\/[\w-]+\.json$/.test(key) && /^\[[-\d,nul]+\]$/.test(value);
  return { wrong: stored.filter((entry) => !isVisit(entry)), count: stored.length };
};

/** Removes the warnings about feeds from what the page has logged. Returns their number. */
detector.takeWarnings = () => {
  const { console: lines } = __recorder;
  const all = lines.splice(0);
  lines.push(...all.filter((line) => !/^warn: key-events: \/[\w-]+\.json\n/.test(line)));
  return all.length - lines.length;
};

/** Waits some seconds until a number is as expected. Resolves with the number. */
const waitFor = async (count, expected) => {
  for (let frame = 0; frame < 300 && count() != expected; frame++) await new Promise(requestAnimationFrame);
  return count();
};

/** Expands every row of all widgets but the last, each of which should have `expected`. Resolves with the numbers of rows and of bodies, and the bodies that stay empty. */
detector.expand = async (expected) => {
  const elements = [...querySelectorAll.call(document, "key-events")].slice(0, -1);
  await Promise.all(elements.map((element) => element.showAll()));
  const rows = [];
  const bodies = [];
  const waiting = new Set();
  for (const { shadowRoot } of elements) {
    const count = (selector) => () => shadowRoot.querySelectorAll(selector).length;
    // Long lists are rendered in steps.
    rows.push(await waitFor(count("[part~=item]"), expected));
    for (const button of shadowRoot.querySelectorAll("[part=more][aria-expanded=false]")) button.click();
    bodies.push(await waitFor(count("[part=body]"), expected));
    shadowRoot.querySelectorAll(".rich").forEach((body) => waiting.add(body));
  }
  const isEmpty = (body) => body.isConnected && !body.textContent;
  await waitFor(() => [...waiting].filter(isEmpty).length, 0);
  const empty = [...waiting].filter(isEmpty).map((body) => body.closest("li").outerHTML.slice(0, 900));
  for (const { shadowRoot } of elements) detector.poke(shadowRoot.querySelectorAll(".rich *"));
  // Whatever was loaded or scheduled comes before the end of another request.
  await fetch("/healthy.json", { cache: "no-store" });
  await new Promise(requestAnimationFrame);
  return { rows, bodies, empty };
};

/** Puts payloads into frames as they are. */
detector.control = async (payloads) => {
  const loads = [];
  for (let start = 0; start < payloads.length; start += 20) {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const { contentDocument: inner, contentWindow } = frame;
    for (const name of ["canary", "alert", "confirm", "prompt", "print", "open"]) contentWindow[name] = window[name];
    // First all boxes, because some payloads shadow methods of the document.
    const boxes = payloads.slice(start, start + 20).map((payload) => [payload, inner.body.appendChild(inner.createElement("div"))]);
    for (const [payload, box] of boxes) {
      // It would leave the frame, with all the others.
      if (/http-equiv|<base/i.test(payload)) continue;
      box.innerHTML = payload;
      try {
        detector.poke(box.querySelectorAll("*"));
      } catch {
        // A name that shadows a method.
      }
    }
    loads.push(contentWindow.fetch("/healthy.json", { cache: "no-store" }));
    if (loads.length % 5 == 0) await Promise.allSettled(loads.splice(0));
  }
  await Promise.allSettled(loads);
};

window.detector = detector;
// The page without the widgets' own work, at the end of the parser.
document.addEventListener("readystatechange", () => (detector.before ??= detector.page()));
