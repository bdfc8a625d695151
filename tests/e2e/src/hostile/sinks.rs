//! Payloads in every string of every format.

use serde_json::{Value, json};

use super::{Extent, Payload};

/// A feed of one format.
#[derive(Clone, Debug)]
pub struct HostileFeed {
    /// The name of the format.
    pub format: &'static str,
    /// The feed.
    pub document: Value,
    /// The ids of its entries.
    pub ids: Vec<String>,
}

/// Makes a feed from its own payloads and those of its entries.
type Make = fn(&Sinks, &[Sinks]) -> Value;

const MAKERS: [(&str, Make); FORMATS] = [
    ("json-feed", json_feed),
    ("live-blog-posting", live_blog_posting),
    ("live-blog-posting-graph", live_blog_posting_graph),
    ("guardian-page", guardian_page),
    ("guardian-api", guardian_api),
    ("wordpress-liveblog", wordpress_liveblog),
    ("wordpress-posts", wordpress_posts),
    ("sourcefabric", sourcefabric),
];

/// The number of formats, one of them in two shapes.
pub(super) const FORMATS: usize = 8;

/// One feed of each format, for a round of a run.
pub fn feeds(extent: Extent, round: usize) -> Vec<HostileFeed> {
    let number = round * MAKERS.len() * extent.entries;
    let makers = MAKERS.iter().enumerate();
    let feeds = makers.map(|(index, (format, make))| {
        let first = number + index * extent.entries;
        let entries: Vec<Sinks> = (0..extent.entries)
            .map(|index| Sinks {
                number: first + index,
                index,
            })
            .collect();
        HostileFeed {
            format,
            document: make(&entries[0], &entries),
            ids: entries.iter().map(Sinks::id).collect(),
        }
    });
    feeds.collect()
}

/// The payloads of an entry.
#[derive(Debug)]
struct Sinks {
    /// The number of the payload in the body.
    number: usize,
    /// The index in the feed.
    index: usize,
}

impl Sinks {
    /// A payload for a field. Far from those of other fields, so that an entry has different ones.
    fn payload(&self, field: usize) -> Payload {
        Payload(self.number + 1_009 * field)
    }

    /// A text.
    fn text(&self, field: usize) -> String {
        self.payload(field).markup()
    }

    /// A URL, or any text in its place.
    fn url(&self, field: usize) -> String {
        match self.number % 4 {
            0 => self.text(field),
            _ => self.payload(field).url(),
        }
    }

    /// A headline. It is never empty, even as the text of its HTML.
    fn headline(&self) -> String {
        format!("Headline {}", self.text(1))
    }

    /// A body. Its text shows that it is rendered.
    fn body(&self) -> String {
        format!("<p>Body</p>{}", self.text(0))
    }

    /// An id that no other entry of the feed has.
    fn id(&self) -> String {
        format!("{} {}", self.text(2), self.number)
    }

    /// Minutes since midnight; the first entry is the latest.
    fn minutes(&self) -> usize {
        1_000 - self.index
    }

    /// When it was published.
    fn time(&self) -> String {
        let minutes = self.minutes();
        format!("2024-07-01T{:02}:{:02}:00Z", minutes / 60, minutes % 60)
    }

    /// When it was published, in seconds.
    fn seconds(&self) -> usize {
        1_719_792_000 + 60 * self.minutes()
    }

    /// Adds keys that a script may take for those of a prototype.
    fn add_prototype_keys(&self, mut value: Value) -> Value {
        let canary = json!({ "canary": self.number, "toString": self.text(20) });
        value["__proto__"] = canary.clone();
        value["constructor"] = json!({ "prototype": canary });
        value["hasOwnProperty"] = self.text(21).into();
        value["length"] = json!(-1);
        value
    }
}

/// A list with a value for each entry.
fn each(entries: &[Sinks], entry: impl Fn(&Sinks) -> Value) -> Value {
    let entry = |sinks: &Sinks| sinks.add_prototype_keys(entry(sinks));
    entries.iter().map(entry).collect()
}

fn json_feed(feed: &Sinks, entries: &[Sinks]) -> Value {
    let items = each(entries, |entry| {
        json!({
            "id": entry.id(),
            "url": entry.url(3),
            "external_url": entry.url(4),
            "title": entry.headline(),
            "content_html": entry.body(),
            "content_text": entry.text(5),
            "summary": entry.text(6),
            "image": entry.url(7),
            "banner_image": entry.url(8),
            "date_published": entry.time(),
            "date_modified": entry.text(9),
            "language": entry.text(10),
            "tags": ["key-event", entry.text(11)],
            "author": { "name": entry.text(19), "url": entry.url(40), "avatar": entry.url(41) },
            "authors": [{ "name": entry.text(12), "url": entry.url(13), "avatar": entry.url(14) }],
            "attachments": [{ "url": entry.url(15), "mime_type": entry.text(16), "title": entry.text(17) }],
            "_key_events": {
                "anchor": entry.text(18),
                "summary": entry.index % 5 == 0,
                "key": entry.text(42),
                "pinned": entry.text(43),
                "weight": if entry.index % 3 == 0 { "major".to_owned() } else { entry.text(44) },
            },
        })
    });
    let related: Vec<Value> = entries
        .iter()
        .take(8)
        .map(|entry| json!({ "title": entry.text(22), "url": entry.url(23) }))
        .collect();
    feed.add_prototype_keys(json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.text(24),
        "description": feed.text(25),
        "home_page_url": feed.url(26),
        "feed_url": feed.url(27),
        "next_url": feed.payload(28).script_url(),
        "icon": feed.url(29),
        "favicon": feed.url(30),
        "language": feed.text(31),
        "user_comment": feed.text(32),
        "expired": feed.text(38),
        "author": { "name": feed.text(39), "avatar": feed.url(45) },
        "authors": [{ "name": feed.text(33), "url": feed.url(34) }],
        "hubs": [{ "type": feed.text(35), "url": feed.url(36) }],
        "_key_events": { "related": related, "discussion_url": feed.url(37) },
        "items": items,
    }))
}

fn live_blog_posting(feed: &Sinks, entries: &[Sinks]) -> Value {
    let updates = each(entries, |entry| {
        json!({
            "@type": "BlogPosting",
            "@id": entry.id(),
            "headline": entry.headline(),
            "url": entry.url(3),
            "discussionUrl": entry.url(4),
            "datePublished": entry.time(),
            "dateModified": entry.text(5),
            "articleBody": entry.body(),
            "description": entry.text(6),
            "image": { "@type": "ImageObject", "url": entry.url(7), "caption": entry.text(8), "name": entry.text(9) },
            "video": { "@type": "VideoObject", "contentUrl": entry.url(10), "caption": entry.text(11), "name": entry.text(12) },
            "author": [{ "@type": "Person", "name": entry.text(13), "url": entry.url(14) }, entry.text(15)],
        })
    });
    feed.add_prototype_keys(json!({
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": feed.text(22),
        "headline": feed.text(23),
        "name": feed.text(24),
        "url": feed.url(25),
        "mainEntityOfPage": { "@id": feed.url(26) },
        "inLanguage": feed.text(27),
        "image": feed.url(28),
        "publisher": { "name": feed.text(29), "logo": feed.url(30) },
        "discussionUrl": feed.url(31),
        "author": feed.text(32),
        "coverageEndTime": feed.text(33),
        "liveBlogUpdate": updates,
    }))
}

/// The same live blog inside everything that can contain it. Its updates are elsewhere in the document.
fn live_blog_posting_graph(feed: &Sinks, entries: &[Sinks]) -> Value {
    let mut blog = live_blog_posting(feed, entries);
    let Value::Array(updates) = blog["liveBlogUpdate"].take() else {
        unreachable!("the updates are an array");
    };
    let references = updates.iter().map(|update| json!({ "@id": update["@id"] }));
    blog["liveBlogUpdate"] = json!({ "@list": references.collect::<Value>() });
    let item = json!({ "@type": "ListItem", "name": feed.text(34), "item": { "@list": [blog] } });
    let list = json!({ "@type": "ItemList", "name": feed.text(35), "itemListElement": [item] });
    let part = json!({ "@type": "WebPage", "url": feed.url(36), "mainEntityOfPage": list });
    let article = json!({ "@type": "NewsArticle", "headline": feed.text(37), "hasPart": [part] });
    let page = json!({ "@type": "WebPage", "@id": feed.text(38), "mainEntity": article });
    let mut graph = vec![feed.add_prototype_keys(page)];
    graph.extend(updates);
    feed.add_prototype_keys(json!({ "@context": feed.text(39), "@graph": graph }))
}

fn guardian_page(feed: &Sinks, entries: &[Sinks]) -> Value {
    let mut blocks = each(entries, |entry| {
        json!({
            "id": entry.id(),
            "title": entry.headline(),
            "bodyHtml": entry.text(12),
            "bodyTextSummary": entry.text(3),
            "elements": [
                { "_type": entry.text(4), "html": entry.body() },
                {
                    "_type": "ImageBlockElement",
                    "title": entry.text(5),
                    "data": { "alt": entry.text(6), "caption": entry.text(7) },
                    "imageSources": [{ "weighting": "inline", "srcSet": [{ "src": entry.url(8), "width": 620 }] }],
                },
            ],
            "attributes": {
                "pinned": entry.index % 7 == 0,
                "keyEvent": true,
                "summary": entry.index % 5 == 0,
                "title": entry.text(13),
            },
            "blockFirstPublished": entry.seconds() * 1_000,
            "blockLastUpdated": entry.text(9),
            "contributors": [{ "name": entry.text(10), "imageUrl": entry.url(11) }],
        })
    });
    // One entry is the pinned one, and one is only on this page.
    let mut last = || blocks.as_array_mut().and_then(Vec::pop);
    let (pinned, block) = (last(), last());
    feed.add_prototype_keys(json!({
        "webTitle": feed.text(22),
        "webURL": feed.url(23),
        "lang": feed.text(24),
        "config": { "isLive": true, "shortUrlId": feed.text(25) },
        "pagination": { "currentPage": 1, "totalPages": 1, "older": feed.payload(26).script_url() },
        "keyEvents": blocks,
        "blocks": [block],
        "pinnedPost": pinned,
    }))
}

fn guardian_api(feed: &Sinks, entries: &[Sinks]) -> Value {
    let blocks = each(entries, |entry| {
        json!({
            "id": entry.id(),
            "title": entry.headline(),
            "bodyHtml": entry.body(),
            "bodyTextSummary": entry.text(3),
            "attributes": {
                "keyEvent": true,
                "pinned": entry.index % 7 == 0,
                "summary": entry.index % 5 == 0,
                "title": entry.text(4),
            },
            "firstPublishedDate": entry.time(),
            "publishedDate": entry.text(8),
            "lastModifiedDate": entry.text(5),
            "contributors": [{ "webTitle": entry.text(6), "name": entry.text(7) }],
        })
    });
    let content = feed.add_prototype_keys(json!({
        "id": feed.text(22),
        "webTitle": feed.text(23),
        "webUrl": feed.url(24),
        "fields": { "liveBloggingNow": feed.text(25) },
        "blocks": { "body": blocks, "requestedBodyBlocks": {} },
    }));
    json!({ "response": { "status": feed.text(26), "content": content } })
}

fn wordpress_liveblog(feed: &Sinks, entries: &[Sinks]) -> Value {
    let mut list = each(entries, |entry| {
        json!({
            "id": entry.id(),
            "type": if entry.index % 3 == 1 { "update" } else { "new" },
            "headline": entry.headline(),
            "render": match entry.index % 4 {
                0 => format!(r#"<span class="liveblog-command type-key">{}</span>{}"#, entry.text(11), entry.body()),
                1 => format!("/key {}", entry.body()),
                _ => entry.body(),
            },
            "content": entry.text(3),
            "css_classes": entry.text(4),
            "entry_time": entry.seconds(),
            "timestamp": entry.seconds(),
            "share_link": entry.url(5),
            "author_link": entry.text(6),
            "authors": [{ "id": entry.text(7), "name": entry.text(8), "avatar": entry.text(9) }],
            "status": "publish",
            "key_event": true,
            "key_event_content": entry.text(10),
        })
    });
    // The original of an entry that is updated, and an entry that is deleted.
    let others = entries.iter().filter(|entry| entry.index % 3 == 1);
    let others = others.flat_map(|entry| {
        let other = |kind: &str, id: String| {
            json!({
                "id": id,
                "type": kind,
                "headline": entry.text(12),
                "render": entry.text(13),
                "entry_time": entry.seconds(),
                "timestamp": entry.seconds(),
                "status": entry.text(14),
                "key_event": true,
            })
        };
        [other("new", entry.id()), other("delete", entry.text(15))]
    });
    if let Value::Array(list) = &mut list {
        list.extend(others);
    }
    json!({
        "entries": list,
        "page": 1,
        "pages": 1,
        "latest_timestamp": feed.text(22),
        "refresh_interval": feed.text(23),
    })
}

fn wordpress_posts(_: &Sinks, entries: &[Sinks]) -> Value {
    each(entries, |entry| {
        json!({
            "id": entry.id(),
            "date": entry.text(3),
            "date_gmt": entry.time().trim_end_matches('Z'),
            "modified_gmt": entry.text(4),
            "modified": entry.text(11),
            "slug": entry.text(5),
            "link": entry.url(6),
            "title": { "rendered": entry.headline() },
            "content": { "rendered": entry.body() },
            "excerpt": { "rendered": entry.text(7) },
            "sticky": entry.index % 7 == 0,
            "tags": [entry.text(8)],
            "_embedded": { "author": [{ "name": entry.text(9), "link": entry.url(10) }] },
        })
    })
}

fn sourcefabric(feed: &Sinks, entries: &[Sinks]) -> Value {
    let items = each(entries, |entry| {
        let renditions = json!({ "viewImage": { "href": entry.url(13) } });
        let mut meta = json!({ "caption": entry.text(11), "title": entry.text(12) });
        let text = json!({ "_id": entry.text(8), "item_type": "text", "text": entry.body() });
        let mut image =
            json!({ "_id": entry.text(9), "item_type": "image", "text": entry.text(10) });
        let mut post = json!({
            "_id": entry.id(),
            "published_date": entry.time(),
            "content_updated_date": entry.text(3),
            "lb_highlight": true,
            "sticky": entry.index % 7 == 0,
            "deleted": false,
            "post_status": "open",
            "order": entry.text(4),
            "tags": [entry.text(5)],
            "publisher": { "display_name": entry.text(6), "picture_url": entry.url(7) },
        });
        // Every other post is as in version 1.
        if entry.index % 2 == 0 {
            image["meta"] = meta;
            image["renditions"] = renditions;
            post["items"] = json!([text, image]);
        } else {
            meta["media"] = json!({ "renditions": renditions });
            image["meta"] = meta;
            post["groups"] = json!([
                { "id": entry.text(14), "refs": [{ "idRef": entry.text(15) }] },
                { "id": "main", "refs": [{ "item": text }, { "item": image }] },
            ]);
        }
        post
    });
    let next = format!("{}?{}", feed.url(23), feed.text(24));
    json!({
        "_items": items,
        "_links": { "next": { "href": next, "title": feed.text(25) } },
        "_meta": { "page": 1, "total": feed.text(22) },
    })
}
