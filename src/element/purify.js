// DOMPurify, for browsers without the HTML Sanitizer API.
import DOMPurify from "dompurify";

/** DOMPurify's own would log that the page forbids it, even where nothing needs it. */
const createPolicy = () => {
  try {
    return window.trustedTypes.createPolicy("dompurify", { createHTML: (html) => html, createScriptURL: (url) => url });
  } catch {
    // There are no Trusted Types, or the page does not allow the policy.
    return null;
  }
};
const policy = createPolicy();

/** Whether Trusted Types forbid DOMPurify to parse: once, because browsers report each attempt. */
const isForbidden = () => {
  try {
    return !policy && !new DOMParser().parseFromString("", "text/html");
  } catch {
    return true;
  }
};

// DOMPurify moves scripts before it removes them. Browsers with Trusted Types report that of a script without an
// end tag, although it would not run. The first node is the body.
DOMPurify.addHook("beforeSanitizeElements", (node) => {
  if (node.localName == "body") node.querySelectorAll("script").forEach((script) => script.remove());
});

export default isForbidden()
  ? undefined
  : { sanitize: (html, options) => DOMPurify.sanitize(html, { ...options, TRUSTED_TYPES_POLICY: policy }) };
