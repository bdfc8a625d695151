// The one-tag form: puts an element with the script's options right after the script.
const script = document.currentScript;
if (script?.src) {
  import(new URL("key-events.js", script.src)).catch((error) => console.warn("key-events: " + error.message));
  const element = document.createElement("key-events");
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-")) element.setAttribute(name.slice(5), value);
  }
  // In the head there is no place for it that anyone would see.
  if (script.closest("head")) console.warn("key-events: put the script where the timeline goes, in the body");
  else script.after(element);
}
