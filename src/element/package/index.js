// The entry of the npm package: defines <key-events>.
import { define } from "./npm.js";

export * from "./npm.js";

define("key-events");
