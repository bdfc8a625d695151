// Writes an article for each event, so that the timeline in the preview has something to jump to. The builder adds the
// element.
const blocks = document.querySelector(".blocks");

/** The id of an entry in the page: of the attribute `anchor`, of its URL, or one of the usual ones. */
const idOf = ({ id, url }, anchor) => {
  if (/^[\w-]*\{id\}[\w-]*$/.test(anchor)) return anchor.replace("{id}", id);
  const [, fragment] = url?.split("#") ?? [];
  try {
    return decodeURIComponent(fragment || `block-${id}`);
  } catch {
    return fragment;
  }
};

const article = (id, title) => {
  const block = document.createElement("article");
  block.id = id;
  const heading = document.createElement("h2");
  heading.textContent = title ?? "";
  const text = document.createElement("div");
  text.className = "lines";
  block.append(heading, text);
  return block;
};

const update = () => {
  const element = document.querySelector("key-events");
  const anchor = element.getAttribute("anchor");
  blocks.replaceChildren(...element.entries.slice(0, 100).map((entry) => article(idOf(entry, anchor), entry.title)));
};

for (const name of ["ready", "update", "order"]) document.addEventListener(`key-events-${name}`, update);
new MutationObserver(update).observe(document.querySelector("aside"), { subtree: true, attributeFilter: ["anchor", "order", "select"] });
