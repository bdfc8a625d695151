/** Defines the element under another tag name. */
export function define(name: string): void;
