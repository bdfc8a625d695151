import { mount } from "svelte";
import Timeline from "./Timeline.svelte";

mount(Timeline, { target: document.querySelector("#app")!, props: { feed: "/feed.json" } });
