// TimelineJS3, used as in its documentation, with the page's heading and button.
import { Timeline } from "@knight-lab/timelinejs";
import "@knight-lab/timelinejs/dist/css/timeline.css";

const container = document.getElementById("timeline");
let shown = new Map();
let timeline;

const date = (text) => {
  const at = new Date(text);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
  };
};

const event = ({ id, url, title, date_published }) => {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: title });
  return { unique_id: id, start_date: date(date_published), text: { headline: link.outerHTML } };
};

const update = async () => {
  const { items } = await (await fetch("/feed.json", { cache: "no-cache" })).json();
  if (!timeline) {
    timeline = new Timeline(container, { events: items.map(event) }, { font: null, hash_bookmark: false });
  } else {
    // TimelineJS3 can't update an event: an edited event is removed and added.
    for (const item of items) {
      const title = shown.get(item.id);
      if (title == item.title) continue;
      if (title) timeline.removeId(item.id);
      timeline.add(event(item));
    }
  }
  shown = new Map(items.map(({ id, title }) => [id, title]));
};

const button = document.querySelector("button");
button.onclick = () => {
  container.hidden = !container.hidden;
  button.ariaExpanded = !container.hidden;
};
Object.assign(bench, { update, toggle: () => button.click() });
update();
