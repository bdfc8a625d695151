// Queries a page. The arguments are a host (null: the document; else a selector of hosts and a
// number), a selector, the name of a query, and what it needs.
const [host, selector, query, ...rest] = arguments;

/** The property of the platform, even if an element of the page shadows its name. */
const own = (node, name) => {
  const value = Reflect.get(Object.getPrototypeOf(node), name, node);
  return typeof value == "function" ? value.bind(node) : value;
};

/** All elements that match, here and in every shadow root below. */
const deep = (root, selector) =>
  [...own(root, "querySelectorAll")("*")].flatMap((element) => [
    ...(own(element, "matches")(selector) ? [element] : []),
    ...(own(element, "shadowRoot") ? deep(own(element, "shadowRoot"), selector) : []),
  ]);

const root = host ? deep(document, host[0])[host[1]]?.shadowRoot : document;
const all = () => [...(root ? own(root, "querySelectorAll")(selector) : [])];
const one = () => {
  const found = all();
  if (!found.length) throw new Error(`no ${selector}` + (root ? "" : `, as there is no shadow root of ${host}`));
  return found[0];
};
/** The rendered text, with white space collapsed. */
const textOf = (element) => element.innerText.replace(/\s+/g, " ").trim();

const hit = (element, x, y) => {
  let top = own(document, "elementFromPoint")(x, y);
  while (top?.shadowRoot) {
    const inner = top.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner == top) break;
    top = inner;
  }
  for (let node = top; node; node = node.assignedSlot ?? node.parentNode ?? node.host) if (node == element) return { x, y };
  throw new Error(`${selector} is covered by <${top?.localName} class="${top?.className}">`);
};

const queries = {
  count: () => all().length,
  text: () => textOf(one()),
  texts: () => all().map(textOf),
  attribute: (name) => one().getAttribute(name),
  attributes: (name) => all().map((element) => element.getAttribute(name)),
  element: one,
  property: (name) => one()[name],
  style: (name) => getComputedStyle(one()).getPropertyValue(name),
  visible: () =>
    all().some((element) => {
      // The layout first: without it, WebKit answers with the result of an earlier container query.
      const rendered = element.getClientRects().length > 0;
      return element.checkVisibility?.({ visibilityProperty: true }) ?? rendered;
    }),
  box: () => {
    const { x, y, width, height } = one().getBoundingClientRect();
    return { x, y, width, height };
  },
  focus: () => void one().focus(),
  focused: () => {
    let active = own(document, "activeElement");
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return all().includes(active);
  },
  /** The point to click, once the position is stable. Throws if another element covers it. */
  target: async () => {
    one().scrollIntoView({ block: "center", behavior: "instant" });
    let last;
    for (let frame = 0; frame < 60; frame++) {
      const box = [...one().getClientRects()].find((box) => box.width && box.height);
      if (!box) throw new Error(`${selector} is not rendered`);
      const point = [box.left + box.width / 2, box.top + box.height / 2].map(Math.floor);
      if (`${point}` == last) return hit(one(), ...point);
      last = `${point}`;
      await new Promise(requestAnimationFrame);
    }
    throw new Error(`${selector} does not stay where it is`);
  },
};
return queries[query](...rest);
