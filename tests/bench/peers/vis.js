// vis-timeline, used as in its documentation, with the page's heading and button.
import { DataSet, Timeline } from "vis-timeline/standalone/esm/vis-timeline-graph2d.mjs";
import "vis-timeline/styles/vis-timeline-graph2d.min.css";

const container = document.getElementById("timeline");
const data = new DataSet();
let timeline;

const entry = ({ id, url, title, date_published }) => {
  const content = Object.assign(document.createElement("a"), { href: url, textContent: title });
  return { id, start: date_published, content, name: title };
};

const update = async () => {
  const { items } = await (await fetch("/feed.json", { cache: "no-cache" })).json();
  data.update(items.filter(({ id, title }) => data.get(id)?.name != title).map(entry));
  timeline ??= new Timeline(container, data, {});
};

const button = document.querySelector("button");
button.onclick = () => {
  container.hidden = !container.hidden;
  button.ariaExpanded = !container.hidden;
};
Object.assign(bench, { update, toggle: () => button.click() });
update();
