//! The format-independent model of a live blog, and how to read it from JSON.

mod abbreviations;
pub mod character_reference;
pub mod complexity;
pub mod encoding;
pub(crate) mod extract;
mod field_map;
pub mod format;
pub mod headline;
pub mod html;
mod html_tag;
mod html_urls;
mod id_index;
pub(crate) mod json;
pub mod limits;
pub mod link;
mod media;
mod missing_time;
pub mod pace;
mod paced_json;
pub mod page_url;
#[cfg(not(target_arch = "wasm32"))]
mod quoted_value;
mod repair;
mod script;
pub(crate) mod text;
mod warning;

use std::rc::Rc;

use crate::fmt::itoa;
use crate::time::timestamp::Timestamp;
use crate::time::unusual_date;
use pace::Pace;

pub use id_index::IdIndex;
pub use json::Value;
pub use warning::{Subject, Warning, Warnings};

/// A live blog: its entries in document order. Ids are unique.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The blog's title.
    pub title: Option<Rc<str>>,
    /// The page that the blog is on.
    pub url: Option<Rc<str>>,
    /// The language of the text, a BCP 47 tag.
    pub language: Option<Rc<str>>,
    /// Whether the format has a flag for key events. If it has, a feed without flagged entries has no
    /// key events yet.
    pub flags_key_events: bool,
    /// Whether the coverage has ended, so that the feed does not change any more.
    pub ended: bool,
    /// When the coverage counts as over.
    pub ends: Option<Timestamp>,
    /// The end of the coverage that the feed names.
    pub named_end: Option<Timestamp>,
    /// The URL of the next page of the feed, relative to the feed's own URL.
    pub next: Option<Rc<str>>,
    /// The URL of the discussion: `http`, `https` or relative to the page.
    pub discussion: Option<Rc<str>>,
    /// Related links, shown below the list.
    pub related: Vec<Related>,
    /// The ids of the entries that the document marks as deleted.
    pub removed: Vec<Rc<str>>,
    /// The entries.
    pub entries: Vec<Rc<Entry>>,
    /// Whether headlines were derived for the entries that have a text but no headline.
    pub has_derived_headlines: bool,
    /// The URL of the response, which the URLs in the HTML of entries are relative to. `None`: they are relative to
    /// the page.
    pub base: Option<Rc<str>>,
}

/// A link that belongs to a live blog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its title, plain text.
    pub title: Rc<str>,
    /// Its URL: `http`, `https` or relative to the page.
    pub url: Rc<str>,
}

/// The length of a headline that a row shows in full, in bytes, which approximate the width better than
/// characters: three to six lines of a wide list.
const MAX_HEADLINE: usize = 400;

/// One entry of a live blog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Unique in its feed.
    pub id: Rc<str>,
    /// Whether the id was derived from its time and its headline, because the feed has none.
    pub has_derived_id: bool,
    /// The headline, plain text.
    pub title: Option<Rc<str>>,
    /// Whether the headline was derived: it is the first sentence of the text.
    pub derived: bool,
    /// The entry's URL: `http`, `https` or relative to the page.
    pub url: Option<Rc<str>>,
    /// The time of publication.
    pub published: Option<Timestamp>,
    /// The time of the last edit, if it is later than the publication.
    pub updated: Option<Timestamp>,
    /// Whether the editors flagged it as a key event.
    pub key: bool,
    /// Whether it is a summary of the coverage so far.
    pub summary: bool,
    /// Whether the editors pinned it.
    pub pinned: bool,
    /// How important the feed says it is.
    pub weight: Option<Weight>,
    /// The id of its element in the page, if the feed has it.
    pub anchor: Option<Rc<str>>,
    /// Templates for its element in pages that use this format: ids or CSS selectors with `{id}` for
    /// the entry's id, the most likely first.
    pub anchors: &'static [&'static str],
    /// Its body as untrusted HTML.
    pub html: Option<Rc<str>>,
    /// Its body or abstract, plain text.
    pub text: Option<Rc<str>>,
    /// The URL of its image.
    pub image: Option<Rc<str>>,
    /// What it shows if it has no text at all.
    pub medium: Medium,
    /// Its tags.
    pub tags: Vec<Rc<str>>,
    /// Its authors' names.
    pub authors: Vec<Rc<str>>,
}

impl Entry {
    /// The body: its HTML, or its text if that differs from the headline.
    pub fn story(&self) -> Option<&Rc<str>> {
        let more = |text: &&Rc<str>| self.title.as_ref() != Some(*text);
        self.html.as_ref().or(self.text.as_ref().filter(more))
    }

    /// Its weight: as the feed says, else as a tag does.
    pub fn weight(&self) -> Weight {
        let mut tags = self.tags.iter();
        let weight = self.weight;
        weight
            .or_else(|| tags.find_map(|tag| Weight::by_name(tag)))
            .unwrap_or_default()
    }

    /// Whether its headline is too long for a row.
    pub fn has_long_headline(&self) -> bool {
        self.headline()
            .is_some_and(|headline| headline.len() > MAX_HEADLINE)
    }

    /// The text of its row: its headline, else its text. `None`: the label of its medium takes its place.
    pub fn headline(&self) -> Option<&Rc<str>> {
        self.title.as_ref().or(self.text.as_ref())
    }
}

/// What an entry without a text shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Medium {
    /// An image.
    Image,
    /// A video.
    Video,
    /// A post of a social network, or anything else.
    #[default]
    Post,
}

/// How important an event is to the editors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Less than most.
    Minor,
    /// As most.
    #[default]
    Normal,
    /// More than most.
    Major,
}

impl Weight {
    /// The weight of this name. `None`: it is not the name of one.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "minor" => Some(Self::Minor),
            "normal" => Some(Self::Normal),
            "major" => Some(Self::Major),
            _ => None,
        }
    }

    /// Its name in feeds, which is also that of the part of a row.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Normal => "normal",
            Self::Major => "major",
        }
    }
}

impl Medium {
    /// The name of its label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Post => "post",
        }
    }
}

impl Feed {
    /// Reads a document of any format, or of the one given.
    ///
    /// Reading is lossy. What can't be used is left out and reported in the warnings. JSON that a
    /// strict parser rejects is repaired where that is possible.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known format.
    pub fn read(
        text: &str,
        format: Option<&'static format::FeedFormat>,
    ) -> Result<(Self, Vec<Warning>), NotAFeed> {
        let (_, feed, warnings) = Self::read_with_format(text, format)?;
        Ok((feed, warnings))
    }

    /// As [`Feed::read`]; also returns the format of the document.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn read_with_format(
        text: &str,
        format: Option<&'static format::FeedFormat>,
    ) -> Result<(&'static format::FeedFormat, Self, Vec<Warning>), NotAFeed> {
        pace::complete(Self::read_paced(text, format, &Pace::whole()))
    }

    /// As [`Feed::read_with_format`], with pauses.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub async fn read_paced(
        text: &str,
        format: Option<&'static format::FeedFormat>,
        pace: &Pace,
    ) -> Result<(&'static format::FeedFormat, Self, Vec<Warning>), NotAFeed> {
        let trimmed = extract::trim(text)?;
        let repaired;
        let (document, locations) = match paced_json::parse(trimmed, pace).await {
            Ok((document, false)) => (document, None),
            Err(error) if error.is_truncated => return Err(NotAFeed::Truncated),
            rejected => {
                if let Ok((document, _)) = rejected {
                    paced_json::free(document, pace).await;
                }
                repaired = repair::Repaired::new(text, trimmed, pace).await?;
                let document = repaired.parse(pace).await?;
                let locations = repaired.locate(&document, pace).await;
                (document, Some(locations))
            }
        };
        let read = Self::read_document_as(format, &document, locations, pace).await;
        paced_json::free(document, pace).await;
        read
    }

    async fn read_document_as(
        format: Option<&'static format::FeedFormat>,
        document: &Value<'_>,
        locations: Option<repair::RepairLocations>,
        pace: &Pace,
    ) -> Result<(&'static format::FeedFormat, Self, Vec<Warning>), NotAFeed> {
        let format = match format {
            Some(format) if !(format.root)(document).is_null() => format,
            Some(format) => return Err(NotAFeed::WrongFormat(format.name)),
            None => format::detect(format::ALL, document).ok_or(NotAFeed::UnknownFormat)?,
        };
        let complete_warnings = |value: &Value, warnings: &Warnings| {
            #[cfg(not(target_arch = "wasm32"))]
            quoted_value::add(value, warnings);
            if let Some(locations) = &locations {
                locations.warn_in(value, warnings);
            }
        };
        let lazy_decoders = Some(&extract::LazyDecoders {
            date: unusual_date::read,
            integer: |value| value.as_integer(),
            decode: character_reference::decode,
            attachments: media::attachments,
        });
        let (mut feed, warnings) = Self::read_as(
            format,
            document,
            lazy_decoders,
            headline::complete,
            &complete_warnings,
            true,
            pace,
        )
        .await;
        let entries = feed.entries.len();
        if pace.is_due(entries * pace::ENTRY) {
            pace.pause().await;
        }
        media::leave_out_shared_images(&mut feed, (format.root)(document));
        if pace.is_due(entries * pace::ENTRY) {
            pace.pause().await;
        }
        let mut warnings = warnings.into_vec();
        #[cfg(not(target_arch = "wasm32"))]
        quoted_value::add_of_feed((format.root)(document), &mut warnings);
        if let Some(locations) = locations {
            warnings.splice(..0, locations.into_warnings(document));
        }
        missing_time::warn(&feed, format.fields.published, &mut warnings);
        feed.has_derived_headlines = true;
        Ok((format, feed, warnings))
    }

    /// As [`Feed::read`], with the format given by its name.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn read_any(text: &str, format: Option<&str>) -> Result<(Self, Vec<Warning>), NotAFeed> {
        Self::read(text, format.and_then(format::by_name))
    }

    /// The planned or actual end of the coverage, unless it only says that the coverage continues.
    pub fn end(&self) -> Option<Timestamp> {
        self.named_end
            .filter(|_| self.ended || self.ends == self.named_end)
    }

    /// Replaces the URLs that are relative to the feed, except that of the next page. `None`: a URL stays.
    pub fn resolve(&mut self, absolute: &dyn Fn(&str) -> Option<Rc<str>>) {
        pace::complete(self.resolve_paced(absolute, &Pace::whole()));
    }

    /// As [`Feed::resolve`], with pauses.
    pub async fn resolve_paced(&mut self, absolute: &dyn Fn(&str) -> Option<Rc<str>>, pace: &Pace) {
        let resolve = |url: &mut Rc<str>| {
            if let Some(absolute) = Some(&**url)
                .filter(|url| link::is_relative(url))
                .and_then(absolute)
            {
                *url = absolute;
            }
        };
        let own = [&mut self.url, &mut self.discussion];
        own.into_iter().flatten().for_each(resolve);
        self.related
            .iter_mut()
            .for_each(|link| resolve(&mut link.url));
        for entry in &mut self.entries {
            let entry = Rc::make_mut(entry);
            let urls = [&mut entry.url, &mut entry.image];
            urls.into_iter().flatten().for_each(resolve);
            let mut size = pace::VALUE;
            if let Some(html) = &mut entry.html {
                size += html.len();
                resolve_html(html, absolute);
            }
            if pace.is_due(size) {
                pace.pause().await;
            }
        }
    }

    /// Reads a text with the code of the entry chunk alone, without deriving headlines. `None`: that
    /// needs the lazy chunk, because of the format, because it is not valid JSON, or because it has unusual numbers,
    /// dates, titles or URLs. `same_origin`: whether it is from the origin of the page.
    pub fn read_eagerly(
        text: &str,
        format: Option<&str>,
        same_origin: bool,
    ) -> Option<(Self, Vec<Warning>)> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (document, is_unusual) = json::parse_usual(text).ok()?;
        if is_unusual {
            return None;
        }
        let format = format::detect(format::EAGER, &document)
            .filter(|detected| format.is_none_or(|name| name == detected.name))?;
        let warn = |_: &Value, _: &Warnings| {};
        let (feed, warnings) = pace::complete(Self::read_as(
            format,
            &document,
            None,
            |_, _| {},
            &warn,
            same_origin,
            &Pace::whole(),
        ));
        (!warnings.needs_lazy_chunk.get()).then(|| (feed, warnings.into_vec()))
    }

    /// Reads the first live blog with entries, else the first one, among the JSON-LD documents of a page. A document that is not JSON is
    /// reported in the warnings.
    ///
    /// # Errors
    /// There is no live blog, and what is wrong with the first document that is not JSON.
    pub fn from_page(documents: &[String]) -> Result<Option<(Self, Vec<Warning>)>, NotAFeed> {
        let warnings = Warnings::default();
        let (mut broken, mut found) = (None, None);
        for document in documents {
            match Self::read(&script::json_of(document), Some(format::EMBEDDED)) {
                Ok((feed, own)) => {
                    let has_entries = !feed.entries.is_empty();
                    if has_entries || found.is_none() {
                        found = Some((feed, own));
                    }
                    if has_entries {
                        break;
                    }
                }
                Err(NotAFeed::WrongFormat(_) | NotAFeed::Empty) => {}
                Err(error) => {
                    warnings.push("application/ld+json", "is not JSON: it is skipped");
                    broken.get_or_insert(error);
                }
            }
        }
        match (found, broken) {
            (Some((feed, own)), _) => {
                let warnings = warnings.into_vec().into_iter();
                Ok(Some((feed, warnings.chain(own).collect())))
            }
            (None, Some(error)) => Err(error),
            (None, None) => Ok(None),
        }
    }

    /// Reads the text of a script element.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn from_script(text: &str, format: Option<&str>) -> Result<(Self, Vec<Warning>), NotAFeed> {
        Self::read_any(&script::json_of(text), format)
    }

    /// As [`Feed::read_with_format`]; also reads the text of a script element, and the live blog in the structured
    /// data of an HTML page.
    ///
    /// # Errors
    /// As [`Feed::read`].
    #[cfg(not(target_arch = "wasm32"))]
    pub fn read_document(
        text: &str,
        format: Option<&'static format::FeedFormat>,
    ) -> Result<(&'static format::FeedFormat, Self, Vec<Warning>), NotAFeed> {
        let error = match Self::read_with_format(text, format) {
            Err(error) => error,
            read => return read,
        };
        let json = script::json_of(text);
        if json.trim() != text.trim() {
            let read = Self::read_with_format(&json, format);
            if read.is_ok() || error != NotAFeed::Html {
                return read;
            }
        }
        if error == NotAFeed::Html && format.is_none_or(|format| format == format::EMBEDDED) {
            let page = Self::from_page(&script::structured_data(text))?;
            return page
                .map(|(feed, warnings)| (format::EMBEDDED, feed, warnings))
                .ok_or(NotAFeed::NoLiveBlog);
        }
        Err(error)
    }

    async fn read_as(
        format: &'static format::FeedFormat,
        document: &Value<'_>,
        lazy_decoders: Option<&'static extract::LazyDecoders>,
        headline: fn(&mut Entry, &Warnings),
        complete_warnings: &dyn Fn(&Value, &Warnings),
        same_origin: bool,
        pace: &Pace,
    ) -> (Self, Warnings) {
        let warnings = Warnings::default();
        let root = extract::Extractor {
            value: (format.root)(document),
            fields: format.fields,
            shared: &[],
            resolve: &|value| value,
            document,
            lazy_decoders,
            headline,
            warnings: &warnings,
            complete_warnings,
            same_origin,
            pace,
        };
        let mut feed = root.feed();
        feed.flags_key_events = format.flags_key_events;
        (format.read)(root, &mut feed).await;
        feed.keep_first_of_each_id((!format.allows_duplicates).then_some(&warnings));
        (feed, warnings)
    }

    /// Appends the entries of the next page. Returns whether the page has new entries.
    ///
    /// Pages shift while entries are added, so they can overlap: an entry whose id is known is
    /// skipped.
    pub fn append(&mut self, page: Self) -> bool {
        let old_len = self.entries.len();
        self.entries.extend(page.entries);
        self.next = page.next;
        self.has_derived_headlines &= page.has_derived_headlines;
        self.keep_first_of_each_id(None);
        self.entries.len() > old_len
    }

    /// The format that [`Feed::read`] detects.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known format.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn format(text: &str) -> Result<&'static format::FeedFormat, NotAFeed> {
        Ok(Self::read_with_format(text, None)?.0)
    }

    /// Skips later entries with the same id. `warnings`: where to report them; `None` where the format
    /// allows duplicates.
    fn keep_first_of_each_id(&mut self, warnings: Option<&Warnings>) {
        let ids = IdIndex::of(&self.entries);
        let mut position = 0;
        self.entries.retain(|entry| {
            let is_first = ids.get(&entry.id) == Some(position);
            position += 1;
            if let (false, Some(warnings)) = (is_first, warnings) {
                warnings.set_subject(Subject::Id(Rc::clone(&entry.id)));
                warnings.push(
                    "id",
                    "occurs twice: the first entry is used, this one is left out",
                );
            }
            is_first
        });
    }
}

/// Replaces the URLs that are relative to the feed in the HTML of an entry. `None`: a URL stays.
pub fn resolve_html(html: &mut Rc<str>, absolute: &dyn Fn(&str) -> Option<Rc<str>>) {
    if let Some(resolved) = html_urls::resolve(html, absolute) {
        *html = resolved.into();
    }
}

/// Why a text can't be read as a feed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAFeed {
    /// Only white space.
    Empty,
    /// A web page where JSON was expected.
    Html,
    /// A web page without a live blog in its structured data.
    #[cfg(not(target_arch = "wasm32"))]
    NoLiveBlog,
    /// Not JSON; the line and column (from 1) of the syntax error.
    NotJson(usize, usize),
    /// Truncated JSON.
    Truncated,
    /// JSON of no known format.
    UnknownFormat,
    /// JSON that is not of the requested format, which this names.
    WrongFormat(&'static str),
}

impl NotAFeed {
    /// The message, in English.
    pub fn message(self) -> String {
        match self {
            Self::Empty => "the feed is empty: expected a JSON document".to_owned(),
            Self::Html => "the feed is an HTML page: expected a JSON document".to_owned(),
            #[cfg(not(target_arch = "wasm32"))]
            Self::NoLiveBlog => {
                "the feed is an HTML page without a LiveBlogPosting in an application/ld+json script: \
                 expected a JSON document, or a page with one"
                    .to_owned()
            }
            Self::Truncated => "the feed is cut off: its JSON ends in the middle".to_owned(),
            Self::NotJson(line, column) => [
                "the feed is not JSON: reading stopped at line ",
                &itoa(line.cast_signed() as i64),
                ", column ",
                &itoa(column.cast_signed() as i64),
            ]
            .concat(),
            Self::UnknownFormat => {
                let mut message = String::from("the JSON is not a feed: expected one of ");
                message.push_str(&format::NAMES.join(", "));
                message
            }
            Self::WrongFormat(name) => ["the JSON is not a feed of the format ", name].concat(),
        }
    }
}
