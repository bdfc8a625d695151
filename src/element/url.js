// Resolves URLs.

/**
 * An absolute URL, without the credentials of the base URL, because `fetch` rejects them. A page or a script
 * has them if the reader opened the page with them.
 */
export const resolve = (url, base = document.baseURI) => {
  const plain = new URL(base);
  plain.username = plain.password = "";
  return new URL(url, plain).href;
};
