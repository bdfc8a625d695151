// Written by `cargo xtask codegen`.
export const ATTRIBUTES = "src format select order limit collapsed heading heading-level time time-zone refresh anchor offset loading theme images overview reading-bar remember lang dir debug".split(" ");
export const FLAGS = "collapsed images overview reading-bar remember debug".split(" ");
export const NUMBERS = "limit heading-level refresh offset".split(" ");
export const DEFAULT_LIMIT = 10;
export const DEFAULT_REFRESH = 30;
