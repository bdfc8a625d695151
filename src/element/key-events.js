// The module form: defines <key-events>.
import "./preload.js";
import { define } from "./element.js";

define("key-events");
