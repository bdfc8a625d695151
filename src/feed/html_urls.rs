//! Resolves the relative URLs in the HTML of entries.
//!
//! Source: HTML Standard, “Attributes”, “Parsing a srcset attribute”.

use std::rc::Rc;

use super::{html, link, media};

/// The attributes that are URLs.
const URLS: [&str; 5] = ["href", "src", "poster", "cite", "data"];

/// The attributes that are lists of images.
const LISTS: [&str; 2] = ["srcset", "imagesrcset"];

/// The HTML with absolute URLs. `absolute`: the absolute URL of a relative one; `None`: it stays. `None`: all URLs
/// stay.
pub(super) fn resolve(html: &str, absolute: &dyn Fn(&str) -> Option<Rc<str>>) -> Option<String> {
    let mut resolved = String::new();
    let mut copied = 0;
    for tag in media::tags(html) {
        for (name, value) in tag.attributes() {
            let is_one_of = |names: &[&str]| names.iter().any(|one| name.eq_ignore_ascii_case(one));
            let is_list = is_one_of(&LISTS);
            if !is_list && !is_one_of(&URLS) {
                continue;
            }
            let decoded = html::text(&value.replace('<', "&lt;"), usize::MAX);
            let url = if is_list {
                resolve_list(&decoded, absolute)
            } else {
                resolve_one(&decoded, absolute)
            };
            let Some(url) = url else { continue };
            // The value is a part of the HTML.
            let mut begin = value.as_ptr().addr() - html.as_ptr().addr();
            let mut end = begin + value.len();
            let is_quoted = html
                .get(..begin)
                .is_some_and(|head| head.ends_with(['"', '\'']));
            if is_quoted {
                begin -= 1;
                end += 1;
            }
            resolved.push_str(html.get(copied..begin).unwrap_or_default());
            let escaped = url.replace('&', "&amp;").replace('"', "&quot;");
            resolved.extend(["\"", &escaped, "\""]);
            copied = end;
        }
    }
    (copied > 0).then(|| resolved + html.get(copied..).unwrap_or_default())
}

fn resolve_one(url: &str, absolute: &dyn Fn(&str) -> Option<Rc<str>>) -> Option<String> {
    let is_relative = !url.is_empty() && link::is_relative(url);
    is_relative
        .then(|| absolute(url))?
        .map(|url| url.to_string())
}

/// Resolves a list of images, each a URL and perhaps a width or a density.
fn resolve_list(list: &str, absolute: &dyn Fn(&str) -> Option<Rc<str>>) -> Option<String> {
    let mut resolved = Vec::new();
    let mut has_changed = false;
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        if rest.is_empty() {
            break;
        }
        let (candidate, after) = rest.split_once(' ').unwrap_or((rest, ""));
        let url = candidate.trim_end_matches(',');
        // A comma at the end of the URL ends the candidate.
        let (descriptor, after) = match after.split_once(',') {
            _ if url != candidate => ("", after),
            Some(parts) => parts,
            None => (after, ""),
        };
        rest = after;
        let absolute = resolve_one(url, absolute);
        has_changed |= absolute.is_some();
        let url = absolute.unwrap_or_else(|| url.to_owned());
        resolved.push([&url, " ", descriptor].concat().trim_end().to_owned());
    }
    has_changed.then(|| resolved.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(html: &str) -> Option<String> {
        resolve(html, &|url| {
            Some(
                ["https://a.example/", url.trim_start_matches('/')]
                    .concat()
                    .into(),
            )
        })
    }

    #[test]
    fn relative_urls_of_links_and_media_are_resolved() {
        for (html, expected) in [
            (
                "<a href=\"/b\">c</a>",
                "<a href=\"https://a.example/b\">c</a>",
            ),
            (
                "é<A class=x HREF='b?c=1&amp;d=2'>",
                "é<A class=x HREF=\"https://a.example/b?c=1&amp;d=2\">",
            ),
            (
                "<img src=b.jpg alt=c>",
                "<img src=\"https://a.example/b.jpg\" alt=c>",
            ),
            ("<img src=b.jpg>", "<img src=\"https://a.example/b.jpg\">"),
            ("<img src=/b/>", "<img src=\"https://a.example/b/\">"),
            (
                "<img src=\" b.jpg \">",
                "<img src=\"https://a.example/b.jpg\">",
            ),
            (
                "<video poster=b src=c></video><blockquote cite=d><object data=e>",
                "<video poster=\"https://a.example/b\" src=\"https://a.example/c\"></video>\
                 <blockquote cite=\"https://a.example/d\"><object data=\"https://a.example/e\">",
            ),
            (
                "<img srcset=\"b 1x, https://c.example/ 2x,/d\" src=e>",
                "<img srcset=\"https://a.example/b 1x, https://c.example/ 2x, https://a.example/d\" src=\"https://a.example/e\">",
            ),
            (
                "<source srcset='b,\n c 100w'>",
                "<source srcset=\"https://a.example/b, https://a.example/c 100w\">",
            ),
        ] {
            assert_eq!(all(html).as_deref(), Some(expected), "{html}");
        }
    }

    #[test]
    fn other_urls_and_text_stay() {
        for html in [
            "<a href=\"https://b.example/\">",
            "<a href=\"#b\"><a href=\"?b\">",
            "<a href=\"mailto:b@c.example\"><a href=\"javascript:alert(1)\"><img src=\"data:image/gif;base64,x\">",
            "<a href=\"\"><a href><a>",
            "<p title=\"<a href='b'>\">src=b",
            "<!-- <a href=b> -->",
            "<img srcset=\"https://b.example/a,b 1x\">",
            "<a href=\"b",
            "",
        ] {
            assert_eq!(all(html), None, "{html}");
        }
    }
}
