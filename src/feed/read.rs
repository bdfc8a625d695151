//! Reads feeds from texts: JSON, script elements, and the structured data of pages.

use super::format::FeedFormat;
use super::json::{self, Value};
use super::pace::{self, Pace};
#[cfg(not(target_arch = "wasm32"))]
use super::quoted_value;
use super::{
    Entry, Feed, NotAFeed, Warning, Warnings, character_reference, extract, format, headline,
    media, missing_time, paced_json, repair, script,
};
use crate::time::fallback_date_format;

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
        format: Option<&'static FeedFormat>,
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
        format: Option<&'static FeedFormat>,
    ) -> Result<(&'static FeedFormat, Self, Vec<Warning>), NotAFeed> {
        pace::complete(Self::read_paced(text, format, &Pace::whole()))
    }

    /// As [`Feed::read_with_format`], with pauses.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub async fn read_paced(
        text: &str,
        format: Option<&'static FeedFormat>,
        pace: &Pace,
    ) -> Result<(&'static FeedFormat, Self, Vec<Warning>), NotAFeed> {
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
        format: Option<&'static FeedFormat>,
        document: &Value<'_>,
        locations: Option<repair::RepairLocations>,
        pace: &Pace,
    ) -> Result<(&'static FeedFormat, Self, Vec<Warning>), NotAFeed> {
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
            date: fallback_date_format::read,
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

    /// Reads a text with the code of the entry chunk alone, without deriving headlines. `None`: that
    /// needs the lazy chunk, because of the format, because it is not valid JSON, or because it has numbers, dates,
    /// titles or URLs that only the lazy chunk can read. `same_origin`: whether it is from the origin of the page.
    pub fn read_eagerly(
        text: &str,
        format: Option<&str>,
        same_origin: bool,
    ) -> Option<(Self, Vec<Warning>)> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (document, may_be_out_of_range) = json::parse_unchecked(text).ok()?;
        if may_be_out_of_range {
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
        format: Option<&'static FeedFormat>,
    ) -> Result<(&'static FeedFormat, Self, Vec<Warning>), NotAFeed> {
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

    /// The format that [`Feed::read`] detects.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known format.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn format(text: &str) -> Result<&'static FeedFormat, NotAFeed> {
        Ok(Self::read_with_format(text, None)?.0)
    }

    async fn read_as(
        format: &'static FeedFormat,
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
}
