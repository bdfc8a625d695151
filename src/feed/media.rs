//! Images, videos and embedded posts in the HTML of an entry without a text.
//!
//! Source: HTML Standard, “Embedded content”.

use std::rc::Rc;

use super::extract::{self, at};
use super::text::non_blank;
use super::{Entry, Feed, Medium, Value, html};

/// The text alternative of the first image, video or frame that has one.
pub(super) fn alternative(html: &str) -> Option<Rc<str>> {
    tags(html).find_map(|tag| {
        let names: &[&str] = match tag.medium()? {
            Medium::Image => &["alt", "aria-label", "title"],
            _ => &["title", "aria-label", "alt"],
        };
        let mut texts = names.iter().filter_map(|name| tag.attribute(name));
        texts.find_map(text_of_attribute)
    })
}

/// The text of an attribute, unless it is blank or what some systems write.
fn text_of_attribute(text: &str) -> Option<Rc<str>> {
    // A tag in it is text as well.
    let text = html::text(&text.replace('<', "&lt;"), usize::MAX);
    non_blank(&text).filter(|text| !is_file_name(text) && !is_name_of_kind(text))
}

fn is_name_of_kind(text: &str) -> bool {
    let names = [
        "image",
        "img",
        "photo",
        "picture",
        "video",
        "undefined",
        "null",
        "none",
        "untitled",
    ];
    names.iter().any(|name| text.eq_ignore_ascii_case(name))
}

/// Whether a text is the name of a file, perhaps without its ending, as cameras number them.
fn is_file_name(text: &str) -> bool {
    let endings = [
        "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "heic", "heif", "tif", "tiff", "bmp",
        "mp4", "webm", "mov",
    ];
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_numbered = ["IMG", "DSC", "DSCF", "DSCN", "PXL", "MVI"]
        .iter()
        .any(|camera| {
            let number = text.strip_prefix(camera).unwrap_or_default();
            let is_number = |byte: u8| byte.is_ascii_digit() || b"_- ".contains(&byte);
            !number.is_empty() && number.bytes().all(is_number)
        });
    is_numbered
        || endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
}

/// Makes the title of an attachment the text of an entry without one, and its kind what the entry shows.
pub(super) fn attachments(value: &Value, entry: &mut Entry) {
    let attachments = || extract::list(value).iter();
    let mut titles = attachments().filter_map(|attachment| at(attachment, "title").as_str());
    entry.text = titles.find_map(text_of_attribute);
    let has = |kind| {
        let mut types = attachments().filter_map(|attachment| at(attachment, "mime_type").as_str());
        types.any(|media_type| media_type.starts_with(kind))
    };
    entry.medium = if has("video/") {
        Medium::Video
    } else if has("image/") {
        Medium::Image
    } else {
        Medium::Post
    };
}

/// Leaves out the images that most entries have, and those of the feed itself.
pub(super) fn leave_out_shared_images(feed: &mut Feed, root: &Value) {
    let entries = feed.entries.iter();
    let images = entries.filter_map(|entry| entry.image.clone());
    let mut nobodys = shared_images(images.collect(), feed.entries.len());
    let own = ["icon", "favicon"].iter();
    nobodys.extend(own.filter_map(|path| extract::url_of(at(root, path))));
    portraits(root, &|value| value, &mut nobodys);
    for item in extract::list(at(root, "items")) {
        portraits(item, &|value| value, &mut nobodys);
    }
    nobodys.sort_unstable();
    for entry in &mut feed.entries {
        if entry
            .image
            .as_ref()
            .is_some_and(|image| nobodys.binary_search(image).is_ok())
        {
            Rc::make_mut(entry).image = None;
        }
    }
}

/// Adds the logos and portraits of who publishes or writes something.
pub(super) fn portraits<'a>(
    value: &'a Value<'a>,
    resolve: &dyn Fn(&'a Value<'a>) -> &'a Value<'a>,
    urls: &mut Vec<Rc<str>>,
) {
    for role in ["publisher", "author", "authors"] {
        for person in extract::list(at(value, role)).iter().map(resolve) {
            for field in ["logo", "image", "avatar"] {
                for image in extract::list(at(person, field)).iter().map(resolve) {
                    let fields = ["url", "contentUrl"].iter();
                    let named = fields.filter_map(|name| extract::url_of(at(image, name)));
                    for url in extract::url_of(image).into_iter().chain(named) {
                        if urls.last() != Some(&url) {
                            urls.push(url);
                        }
                    }
                }
            }
        }
    }
}

/// The images that most of `count` entries have, if at least three do: a logo says nothing about one of them.
pub(super) fn shared_images(mut images: Vec<Rc<str>>, count: usize) -> Vec<Rc<str>> {
    images.sort_unstable();
    let same = images.chunk_by(|one, other| one == other);
    let shared = same.filter(|same| same.len() > 2 && same.len() * 2 > count);
    shared.filter_map(|same| same.first().cloned()).collect()
}

/// What an entry without a text shows.
pub(super) fn medium(entry: &Entry) -> Medium {
    if entry.medium != Medium::Post {
        return entry.medium;
    }
    let html = html::start_of_story(entry.html.as_deref().unwrap_or_default());
    let image = entry.image.is_some().then_some(Medium::Image);
    let media = || tags(html).filter_map(Tag::medium);
    let first = media().find(|medium| *medium != Medium::Image);
    // A video can have an image before it starts, and a post an avatar.
    first.or(media().next()).or(image).unwrap_or_default()
}

/// A start tag: its name, the text of its attributes, and the text after it.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) after: &'a str,
}

/// The start tags of an HTML fragment, without those in comments.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once('<')?;
            rest = after;
            if let Some(comment) = after.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let end = after.bytes().position(|byte| !is_name(byte))?;
            if end == 0 {
                continue;
            }
            let (name, after) = after.split_at_checked(end)?;
            let mut quote = 0;
            let close = after.bytes().position(|byte| {
                match byte {
                    b'"' | b'\'' if quote == 0 => quote = byte,
                    _ if byte == quote => quote = 0,
                    _ => {}
                }
                byte == b'>' && quote == 0
            });
            let attributes;
            (attributes, rest) = after.split_at_checked(close.unwrap_or(after.len()))?;
            return Some(Tag {
                name,
                attributes,
                #[cfg(not(target_arch = "wasm32"))]
                after: rest,
            });
        }
    })
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// What the addresses of video players contain.
const PLAYERS: [&str; 7] = [
    "youtu",
    "vimeo",
    "dailymotion",
    "video",
    "player",
    "brightcove",
    "twitch",
];

impl<'a> Tag<'a> {
    pub(super) fn is(self, names: &[&str]) -> bool {
        names
            .iter()
            .any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// `None`: the element shows nothing by itself.
    fn medium(self) -> Option<Medium> {
        if self.is(&["img", "picture", "svg", "amp-img"]) {
            Some(Medium::Image)
        } else if self.is(&["video", "amp-video", "amp-youtube"]) {
            Some(Medium::Video)
        } else if self.is(&["iframe", "embed", "object"]) {
            let names = ["src", "data-src", "data"];
            let source = names.iter().find_map(|name| self.attribute(name));
            let source = source.unwrap_or_default();
            let is_video = PLAYERS.iter().any(|part| source.contains(part));
            Some(if is_video {
                Medium::Video
            } else {
                Medium::Post
            })
        } else {
            self.is(&["audio", "blockquote"]).then_some(Medium::Post)
        }
    }

    /// The value of an attribute, as written.
    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        let mut attributes = self.attributes();
        attributes.find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value))
    }

    /// The names and the values of the attributes that have a value, as written.
    pub(super) fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            loop {
                rest =
                    rest.trim_start_matches(|char: char| char.is_ascii_whitespace() || char == '/');
                let ends_name =
                    |char: char| char.is_ascii_whitespace() || char == '=' || char == '/';
                let end = rest.find(ends_name).unwrap_or(rest.len());
                if end == 0 && !rest.starts_with('=') {
                    return None;
                }
                let (found, after) = rest.split_at_checked(end)?;
                let after = after.trim_start();
                let Some(value) = after.strip_prefix('=') else {
                    rest = after;
                    continue;
                };
                let value = value.trim_start();
                let quote = value.chars().next();
                let value = match quote.filter(|char| matches!(char, '"' | '\'')) {
                    Some(quote) => {
                        let (value, after) = value.get(1..)?.split_once(quote)?;
                        rest = after;
                        value
                    }
                    None => {
                        let end = value.find(|char: char| char.is_ascii_whitespace());
                        let value = value.split_at_checked(end.unwrap_or(value.len()))?;
                        rest = value.1;
                        value.0
                    }
                };
                return Some((found, value));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alternative_text_is_that_of_the_first_medium_with_one() {
        for (html, text) in [
            (
                "<figure><img src=a alt=\"The mayor\"></figure>",
                Some("The mayor"),
            ),
            ("<IMG ALT='A &amp; B > C'/>", Some("A & B > C")),
            ("<img alt=Mayor src=/a>", Some("Mayor")),
            ("<img alt=\"\"><img alt=\" Two \">", Some("Two")),
            (
                "<img alt=\"IMG_1234.JPG\" title=\"The mayor\">",
                Some("The mayor"),
            ),
            ("<img data-alt=\"no\" alt>", None),
            (
                "<iframe src=\"https://x\" title=\"The speech\"></iframe>",
                Some("The speech"),
            ),
            (
                "<video controls title=\"The speech\" poster=a></video>",
                Some("The speech"),
            ),
            ("<a title=\"Home\"><img src=a></a>", None),
            ("<!-- <img alt=out> --><img alt=\"never ends", None),
            ("<!-- <img alt=out> --><img alt=in>", Some("in")),
            ("<img alt=", None),
            ("1 < 2", None),
        ] {
            assert_eq!(alternative(html).as_deref(), text, "{html}");
        }
    }

    #[test]
    fn the_medium_is_that_of_the_html_or_of_the_image() {
        let of = |html: &str, image: Option<&str>| {
            medium(&Entry {
                html: Some(html.into()),
                image: image.map(Into::into),
                ..Entry::default()
            })
        };
        for (html, expected) in [
            ("<figure><img src=a></figure>", Medium::Image),
            ("<p><video src=a></video>", Medium::Video),
            (
                "<img src=poster><iframe src=\"https://www.youtube.com/embed/1\">",
                Medium::Video,
            ),
            ("<iframe src=\"https://social.example/1\">", Medium::Post),
            (
                "<blockquote class=\"twitter-tweet\"><a href=a></a></blockquote>",
                Medium::Post,
            ),
            ("<audio src=a>", Medium::Post),
            ("<hr>", Medium::Post),
            ("", Medium::Post),
        ] {
            assert_eq!(of(html, None), expected, "{html}");
        }
        assert_eq!(of("", Some("a.jpg")), Medium::Image);
    }

    #[test]
    fn what_systems_write_is_no_alternative_text() {
        crate::feed::character_reference::use_library();
        for alt in [
            "IMG 1234.JPG",
            "Screenshot 2026-03-29 at 12.30.00.png",
            "photo.heic",
            "IMG_1234",
            "DSC01234",
            "image",
            "Image",
            "undefined",
            "null",
            "photo.HEIF",
            "clip.mov",
            "a.tiff",
            "photo",
            "video",
            "image-1.png",
        ] {
            assert_eq!(alternative(&format!("<img alt=\"{alt}\">")), None, "{alt}");
        }
        for (html, text) in [
            ("<img alt=\"caf&eacute &lt; &#8217;\">", "café < ’"),
            ("<img alt=\"a < b &amp; c\">", "a < b & c"),
            (
                "<!-- <img alt=\"out\"> --><img alt=\"The bridge\">",
                "The bridge",
            ),
            (
                "<img alt=\"The mayor at example.org\">",
                "The mayor at example.org",
            ),
            (
                "<img alt=\"An image of the mayor\">",
                "An image of the mayor",
            ),
        ] {
            assert_eq!(alternative(html).as_deref(), Some(text), "{html}");
        }
    }
}
