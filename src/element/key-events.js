// The module form: defines <key-events>.
import "./eager.js";
import { define } from "./element.js";

define("key-events");
