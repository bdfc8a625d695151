// Preloads the entry chunk if an element has `loading="eager"`, because it takes longest.
import { loadChunk } from "./assets.js";

if (document.querySelector("key-events[loading=eager]:not(:defined)")) loadChunk();
