// The module form: defines <key-events>.
import { define } from "./element.js";

define("key-events");
