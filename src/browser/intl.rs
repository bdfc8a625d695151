//! Times and numbers as `Intl` writes them.
//!
//! Bound here rather than through `js-sys`, whose constructors let an exception for an unknown
//! language or time zone through.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::clock;
use crate::feed::date;
use crate::format::Format;
use crate::instant::Instant;
use crate::time_label::Unit;

/// The reader's way of writing times and numbers.
pub struct Intl {
    clock: DateTimeFormat,
    day: DateTimeFormat,
    day_of_year: DateTimeFormat,
    full: DateTimeFormat,
    moment: DateTimeFormat,
    /// Those of the reader's own zone and of the name of the other, where one is set.
    own: Option<[DateTimeFormat; 2]>,
    iso: DateTimeFormat,
    ago: RelativeTimeFormat,
    names: ListFormat,
    number: NumberFormat,
    plural: PluralRules,
}

impl Intl {
    /// For a language (a BCP 47 tag) and a time zone (an IANA name; `None`: the reader's).
    ///
    /// # Errors
    /// When the browser knows no such language or zone.
    pub fn new(language: Option<&str>, zone: Option<&str>) -> Result<Self, JsValue> {
        let locale = language.map_or(JsValue::UNDEFINED, Into::into);
        let date = |options: &[(&str, &str)]| {
            let bag = strings(options);
            if let Some(zone) = zone {
                set(&bag, "timeZone", zone);
            }
            DateTimeFormat::new(&locale, &bag)
        };
        Ok(Self {
            clock: date(&[("timeStyle", "short")])?,
            day: date(&[("weekday", "long"), ("day", "numeric"), ("month", "long")])?,
            day_of_year: date(&[
                ("weekday", "long"),
                ("day", "numeric"),
                ("month", "long"),
                ("year", "numeric"),
            ])?,
            full: date(FULL)?,
            moment: date(&[("dateStyle", "long"), ("timeStyle", "short")])?,
            own: match zone {
                Some(_) => Some([
                    DateTimeFormat::new(&locale, &strings(FULL))?,
                    date(&[("timeZoneName", "long")])?,
                ]),
                None => None,
            },
            iso: {
                let bag = strings(&[("dateStyle", "short")]);
                if let Some(zone) = zone {
                    set(&bag, "timeZone", zone);
                }
                DateTimeFormat::new(&ISO_LOCALE.into(), &bag)?
            },
            ago: RelativeTimeFormat::new(
                &locale,
                &strings(&[("style", "narrow"), ("numeric", "auto")]),
            )?,
            names: ListFormat::new(&locale)?,
            number: NumberFormat::new(&locale)?,
            plural: PluralRules::new(&locale)?,
        })
    }

    fn date(&self, at: Instant) -> String {
        self.iso.format(at.0 as f64)
    }
}

const FULL: &[(&str, &str)] = &[("dateStyle", "full"), ("timeStyle", "long")];

/// Swedish writes dates as ISO 8601 does: `1969-07-20`.
const ISO_LOCALE: &str = "sv";

impl Format for Intl {
    fn clock(&self, at: Instant) -> String {
        self.clock.format(at.0 as f64)
    }

    fn day(&self, at: Instant) -> String {
        let this_year = self.date(at).get(..4) == self.date(clock::now()).get(..4);
        let format = if this_year {
            &self.day
        } else {
            &self.day_of_year
        };
        format.format(at.0 as f64)
    }

    fn full(&self, at: Instant) -> String {
        self.full.format(at.0 as f64)
    }

    fn moment(&self, at: Instant) -> String {
        self.moment.format(at.0 as f64)
    }

    fn own(&self, at: Instant) -> Option<String> {
        let [own, _] = self.own.as_ref()?;
        Some(own.format(at.0 as f64)).filter(|own| *own != self.full(at))
    }

    fn zone(&self, at: Instant) -> Option<String> {
        self.own(at)?;
        let [_, name] = self.own.as_ref()?;
        let parts = name.format_to_parts(at.0 as f64);
        let part = |kind: &str| {
            let parts = parts.iter().map(JsCast::unchecked_into::<Part>);
            let mut named = parts.filter(|part| part.kind() == kind);
            Some(named.next()?.value())
        };
        part("timeZoneName")
    }

    fn ago(&self, count: i64, unit: Unit) -> String {
        match count {
            0 => self.ago.format(0.0, "second"),
            _ => self.ago.format(-(count as f64), unit.name()),
        }
    }

    fn names(&self, names: &[Rc<str>]) -> String {
        self.names.format(&super::texts(names))
    }

    fn number(&self, number: usize) -> String {
        self.number.format(number as f64)
    }

    fn plural(&self, number: usize) -> String {
        self.plural.select(number as f64)
    }

    fn day_number(&self, at: Instant) -> i64 {
        date::parse(&self.date(at))
            .unwrap_or(at)
            .0
            .div_euclid(Instant::DAY)
    }
}

fn strings(entries: &[(&str, &str)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (key, value) in entries {
        set(&object, key, value);
    }
    object
}

fn set(object: &js_sys::Object, key: &str, value: &str) {
    // Setting a property of a plain object can't fail.
    let _ = js_sys::Reflect::set(object, &key.into(), &value.into());
}

#[wasm_bindgen]
extern "C" {
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
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: f64) -> String;
}
