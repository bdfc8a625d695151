// Written by `cargo xtask codegen`.
export const ATTRIBUTES = "src format select order limit collapsed heading heading-level time time-zone refresh anchor offset loading theme images remember lang dir debug".split(" ");
