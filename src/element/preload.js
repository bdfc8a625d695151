// What takes longest is asked for first of all, where an element does not wait until it is near.
import { loadChunk } from "./assets.js";

if (document.querySelector("key-events[loading=eager]:not(:defined)")) loadChunk();
