//! The `package.json` that makes `dist/` an npm package.

/// The text of `package.json`.
pub(crate) fn package_json(version: &str, license: &str) -> String {
    format!(
        r#"{{
  "name": "key-events",
  "version": "{version}",
  "description": "The key-events timeline for live blogs: one tag, any feed.",
  "license": "{license}",
  "type": "module",
  "exports": {{
    ".": {{ "types": "./key-events.d.ts", "default": "./key-events.js" }},
    "./element": {{ "types": "./element.d.ts", "default": "./element.js" }},
    "./embed.js": "./embed.js",
    "./*": "./*"
  }},
  "types": "./key-events.d.ts",
  "sideEffects": ["./key-events.js", "./embed.js"],
  "customElements": "custom-elements.json"
}}
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_has_the_version_and_the_entry_points() {
        let text = package_json("1.2.3", "MIT");
        assert!(text.contains(r#""version": "1.2.3""#));
        assert!(text.contains(r#""license": "MIT""#));
        assert!(
            text.contains(
                r#""./element": { "types": "./element.d.ts", "default": "./element.js" }"#
            )
        );
    }
}
