import { createApp } from "vue";
import Timeline from "./Timeline.vue";

createApp(Timeline, { feed: "/feed.json" }).mount("#app");
