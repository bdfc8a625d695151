//! Formats times and numbers with `Intl`.
//!
//! Not with the bindings of `js-sys`, whose constructors do not catch the exception for an unknown language
//! or time zone.

use std::cell::OnceCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::clock;
use crate::time::date_format;
use crate::time::label::Unit;
use crate::time::locale_format::LocaleFormat;
use crate::time::timestamp::Timestamp;

/// The formats of times and numbers of a locale.
///
/// A format is created on first use, because that takes as long as rendering some rows.
pub struct Intl {
    locale: JsValue,
    zone: Option<String>,
    clock: DateTimeFormat,
    day: OnceCell<DateTimeFormat>,
    day_with_year: OnceCell<DateTimeFormat>,
    long: OnceCell<DateTimeFormat>,
    date_time: OnceCell<DateTimeFormat>,
    reader_time: OnceCell<DateTimeFormat>,
    zone_name: OnceCell<DateTimeFormat>,
    iso: OnceCell<DateTimeFormat>,
    relative: [OnceCell<Option<RelativeTimeFormat>>; 2],
    names: OnceCell<Option<ListFormat>>,
    number: NumberFormat,
    plural: PluralRules,
}

impl PartialEq for Intl {
    /// There is one for each language and zone.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Intl {
    /// For a language (a BCP 47 tag) and a time zone (an IANA name; `None`: the reader's).
    ///
    /// # Errors
    /// The browser does not support the language or the zone.
    pub fn new(language: Option<&str>, zone: Option<&str>) -> Result<Self, JsValue> {
        let locale = language.map_or(JsValue::UNDEFINED, Into::into);
        Ok(Self {
            clock: DateTimeFormat::new(&locale, &options(&[("timeStyle", "short")], zone))?,
            day: OnceCell::new(),
            day_with_year: OnceCell::new(),
            long: OnceCell::new(),
            date_time: OnceCell::new(),
            reader_time: OnceCell::new(),
            zone_name: OnceCell::new(),
            iso: OnceCell::new(),
            relative: [const { OnceCell::new() }; 2],
            names: OnceCell::new(),
            number: NumberFormat::new(&locale)?,
            plural: PluralRules::new(&locale)?,
            zone: zone.map(Into::into),
            locale,
        })
    }

    fn format(&self, format: &LazyFormat, at: Timestamp) -> String {
        self.get(format).format(at.0 as f64)
    }

    fn get<'a>(&'a self, (format, names): &LazyFormat<'a>) -> &'a DateTimeFormat {
        format.get_or_init(|| {
            let options = options(names, self.zone.as_deref());
            // The constructor has checked the language and the zone, so this never fails.
            DateTimeFormat::new(&self.locale, &options).unwrap_or_else(|_| self.clock.clone())
        })
    }

    /// A number of hours in words: `20 hours`.
    pub fn hours(&self, hours: i64) -> Option<String> {
        let names = [("style", "unit"), ("unit", "hour"), ("unitDisplay", "long")];
        let format = NumberFormat::with_options(&self.locale, &options(&names, None)).ok()?;
        Some(format.format(hours as f64))
    }

    /// The word for the day of a time if it is today or yesterday: `yesterday`.
    pub fn near_day(&self, at: Timestamp, now: Timestamp) -> Option<String> {
        let days = self.day_number(now) - self.day_number(at);
        if !(0..=1).contains(&days) {
            return None;
        }
        let options = options(&[("numeric", "auto")], None);
        let format = RelativeTimeFormat::new(&self.locale, &options).ok()?;
        Some(format.format(-(days as f64), "day"))
    }

    /// A timestamp whose UTC date is the date of `at` in the zone.
    fn day_of(&self, at: Timestamp) -> Timestamp {
        let Some(zone) = &self.zone else {
            return clock::local(at);
        };
        let iso = self.iso.get_or_init(|| {
            let options = options(&[("dateStyle", "short")], Some(zone));
            DateTimeFormat::new(&ISO_LOCALE.into(), &options).unwrap_or_else(|_| self.clock.clone())
        });
        date_format::parse(&iso.format(at.0 as f64)).unwrap_or(at)
    }
}

/// A format that is created on first use, and its options.
type LazyFormat<'a> = (&'a OnceCell<DateTimeFormat>, &'a [(&'a str, &'a str)]);

/// A day with its year, and the time without seconds, of which no style has a zone.
const LONG: &[(&str, &str)] = &[
    ("weekday", "long"),
    ("day", "numeric"),
    ("month", "long"),
    ("year", "numeric"),
    ("hour", "numeric"),
    ("minute", "2-digit"),
    ("timeZoneName", "short"),
];

/// The Swedish short date format is that of ISO 8601: `1969-07-20`.
const ISO_LOCALE: &str = "sv";

impl LocaleFormat for Intl {
    fn clock(&self, at: Timestamp) -> String {
        self.clock.format(at.0 as f64)
    }

    fn day(&self, at: Timestamp) -> String {
        let year = |at| date_format::year(self.day_of(at));
        let is_this_year = year(at) == year(clock::now());
        let (format, length) = if is_this_year {
            (&self.day, 3)
        } else {
            (&self.day_with_year, 4)
        };
        self.format(&(format, LONG.get(..length).unwrap_or_default()), at)
    }

    fn long(&self, at: Timestamp) -> String {
        self.format(&(&self.long, LONG), at)
    }

    fn date_time(&self, at: Timestamp) -> String {
        let names = [("dateStyle", "long"), ("timeStyle", "short")];
        self.format(&(&self.date_time, &names), at)
    }

    fn reader_time(&self, at: Timestamp) -> Option<String> {
        self.zone.as_ref()?;
        let format = self.reader_time.get_or_init(|| {
            let format = DateTimeFormat::new(&self.locale, &options(LONG, None));
            format.unwrap_or_else(|_| self.clock.clone())
        });
        Some(format.format(at.0 as f64)).filter(|time| *time != self.long(at))
    }

    fn zone(&self, at: Timestamp) -> Option<String> {
        self.reader_time(at)?;
        let name = [("timeZoneName", "long")];
        let parts = self
            .get(&(&self.zone_name, &name))
            .format_to_parts(at.0 as f64);
        let part = |kind: &str| {
            let parts = parts.iter().map(JsCast::unchecked_into::<Part>);
            let mut named = parts.filter(|part| part.kind() == kind);
            Some(named.next()?.value())
        };
        part("timeZoneName")
    }

    fn relative(&self, count: i64, unit: Unit, spoken: bool) -> String {
        let [short, long] = &self.relative;
        let format = if spoken { long } else { short }.get_or_init(|| {
            // The narrow style is “20m ago” in English, but “20 meters ago” in German and “-20 min” in French.
            let language = self.locale.as_string();
            let is_english = language.is_none_or(|language| language.starts_with("en"));
            let style = match (spoken, is_english) {
                (true, _) => "long",
                (_, true) => "narrow",
                _ => "short",
            };
            let options = options(&[("style", style), ("numeric", "auto")], None);
            RelativeTimeFormat::new(&self.locale, &options).ok()
        });
        let Some(format) = format else {
            return String::new();
        };
        match count {
            0 => format.format(0.0, "second"),
            _ => format.format(-(count as f64), unit.name()),
        }
    }

    fn names(&self, names: &[Rc<str>]) -> String {
        let names = super::texts(names);
        let format = self
            .names
            .get_or_init(|| ListFormat::new(&self.locale).ok());
        let format = format.as_ref();
        format.map_or_else(String::new, |format| format.format(&names))
    }

    fn number(&self, number: usize) -> String {
        self.number.format(number as f64)
    }

    fn plural(&self, number: usize) -> String {
        self.plural.select(number as f64)
    }

    fn day_number(&self, at: Timestamp) -> i64 {
        self.day_of(at).0.div_euclid(Timestamp::DAY)
    }
}

fn options(names: &[(&str, &str)], zone: Option<&str>) -> js_sys::Object {
    let object = js_sys::Object::new();
    let zone = zone.map(|zone| ("timeZone", zone));
    for (name, value) in names.iter().copied().chain(zone) {
        // Setting a property of a plain object never fails.
        let _ = js_sys::Reflect::set(&object, &name.into(), &value.into());
    }
    object
}

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue, options: &js_sys::Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, milliseconds: f64) -> String;
    #[wasm_bindgen(method, js_name = formatToParts)]
    fn format_to_parts(this: &DateTimeFormat, milliseconds: f64) -> js_sys::Array;

    type Part;
    #[wasm_bindgen(method, getter, js_name = type)]
    fn kind(this: &Part) -> String;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Part) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type RelativeTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue, options: &js_sys::Object) -> Result<RelativeTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &RelativeTimeFormat, count: f64, unit: &str) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type ListFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue) -> Result<ListFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &ListFormat, names: &JsValue) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn with_options(locale: &JsValue, options: &js_sys::Object) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: f64) -> String;
}
