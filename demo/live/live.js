// Simulates the page of a live blog, and sets what the server does with the feed.
const widget = document.querySelector("key-events");
const blocks = document.querySelector("#blocks");
const log = document.querySelector("#log");

const clock = (time) => time && new Date(time).toLocaleTimeString("en-GB");

/** The article has a block for every event, the latest first, as a live blog would. */
const syncArticle = () => {
  const known = new Map([...blocks.children].map((block) => [block.id, block]));
  for (const event of widget.entries) {
    const id = `block-${event.id}`;
    const block = known.get(id) ?? document.createElement("article");
    known.delete(id);
    block.id = id;
    const heading = document.createElement("h2");
    heading.textContent = event.title;
    const time = document.createElement("p");
    time.textContent = clock(event.published);
    block.replaceChildren(time, heading);
    blocks.append(block);
  }
  for (const block of known.values()) block.remove();
};

const logEvent = (text) => {
  const line = document.createElement("li");
  line.textContent = `${clock(Date.now())} ${text}`;
  log.prepend(line);
  while (log.children.length > 12) log.lastChild.remove();
};

for (const name of ["ready", "update", "toggle", "jump", "error"]) {
  widget.addEventListener(`key-events-${name}`, ({ detail }) => {
    logEvent(`${name} ${JSON.stringify(detail)}`);
    syncArticle();
  });
}
setInterval(() => (document.querySelector("#state").value = widget.state), 250);

let isOffline = false;
Object.defineProperty(navigator, "onLine", { get: () => !isOffline });

document.querySelector(".switch").addEventListener("change", ({ target }) => {
  isOffline = target.value == "offline";
  dispatchEvent(new Event(isOffline ? "offline" : "online"));
  if (!isOffline) fetch(target.value, { method: "POST" });
});
document.querySelector("#again").addEventListener("click", () => fetch("again", { method: "POST" }));
