// The entry of the npm package on a server, where there are no elements: it does nothing.
export const define = () => {};
export const configure = () => {};
export class KeyEventsElement {}
