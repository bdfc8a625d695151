// The baseline: a hand-written list, which is rebuilt whenever the feed changes.
import "./list.css";

const clock = new Intl.DateTimeFormat("en", { timeStyle: "short" });
const container = document.getElementById("timeline");
let open = true;
let last;

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const row = ({ url, title, date_published: at }) =>
  make(
    "li",
    {},
    make("time", { dateTime: at }, clock.format(new Date(at))),
    make("a", { href: url }, title),
  );

const render = (feed) => {
  const list = make("ol", { hidden: !open }, ...feed.items.map(row));
  const button = make("button", { type: "button", ariaExpanded: open }, "Key events");
  button.onclick = () => {
    open = !open;
    button.ariaExpanded = open;
    list.hidden = !open;
  };
  const count = make("small", {}, " ", feed.items.length);
  container.replaceChildren(make("section", { className: "timeline" }, make("h2", {}, button, count), list));
};

const update = async () => {
  const text = await (await fetch("/feed.json", { cache: "no-cache" })).text();
  if (text == last) return;
  last = text;
  render(JSON.parse(text));
};

Object.assign(bench, { update, toggle: () => container.querySelector("button").click() });
update();
