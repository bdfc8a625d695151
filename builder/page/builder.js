// Starts the app.
import init from "glue";

init({ module_or_path: new URL(__BUILDER__, import.meta.url) });
