// The same list in Preact, with keyed rows.
import { h, render } from "preact";
import { useState } from "preact/hooks";
import "./list.css";

const clock = new Intl.DateTimeFormat("en", { timeStyle: "short" });
const container = document.getElementById("timeline");
let last;

const Row = ({ item }) =>
  h(
    "li",
    null,
    h("time", { dateTime: item.date_published }, clock.format(new Date(item.date_published))),
    h("a", { href: item.url }, item.title),
  );

const Timeline = ({ items }) => {
  const [open, setOpen] = useState(true);
  return h(
    "section",
    { class: "timeline" },
    h(
      "h2",
      null,
      h("button", { type: "button", "aria-expanded": open, onClick: () => setOpen(!open) }, "Key events"),
      h("small", null, " ", items.length),
    ),
    h("ol", { hidden: !open }, items.map((item) => h(Row, { key: item.id, item }))),
  );
};

const update = async () => {
  const text = await (await fetch("/feed.json", { cache: "no-cache" })).text();
  if (text == last) return;
  last = text;
  render(h(Timeline, JSON.parse(text)), container);
};

Object.assign(bench, { update, toggle: () => container.querySelector("button").click() });
update();
