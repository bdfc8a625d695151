//! Formats times and numbers as browsers do, from the same CLDR data.

use std::error::Error;
use std::rc::Rc;

use icu_calendar::Iso;
use icu_datetime::fieldsets::zone::{SpecificLong, SpecificShort};
use icu_datetime::fieldsets::{Combo, MDE, T, YMD, YMDE, YMDET, YMDT};
use icu_datetime::input::{Date, DateTime, Time, TimeZone, TimeZoneInfo, UtcOffset, ZonedDateTime};
use icu_datetime::{DateTimeFormatter, NoCalendarFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use icu_time::zone::ZoneNameTimestamp;
use icu_time::zone::models::AtTime;
use jiff::{ZonedDateTime as Zoned, tz};
use key_events::time::date_format;
use key_events::time::label::Unit;
use key_events::time::locale_format::LocaleFormat;
use key_events::time::timestamp::Timestamp;

/// The formatters of one language and time zone.
pub(crate) struct IcuFormat {
    zone: tz::TimeZone,
    now: Timestamp,
    clock: NoCalendarFormatter<T>,
    day: DateTimeFormatter<MDE>,
    day_of_year: DateTimeFormatter<YMDE>,
    long: DateTimeFormatter<Combo<YMDET, SpecificShort>>,
    date_time: DateTimeFormatter<YMDT>,
    zone_name: NoCalendarFormatter<SpecificLong>,
    number: DecimalFormatter,
    plural: PluralRules,
}

impl IcuFormat {
    /// The formatters of a language and a time zone. Dates in the year of `now` omit the year.
    ///
    /// # Errors
    /// When ICU4X has no data for the language: never, because its data falls back for any language.
    pub(crate) fn new(
        language: &Locale,
        zone: &tz::TimeZone,
        now: Timestamp,
    ) -> Result<Self, Box<dyn Error>> {
        let full = YMDE::long().with_time_hm().with_zone(SpecificShort);
        Ok(Self {
            zone: zone.clone(),
            now,
            clock: NoCalendarFormatter::try_new(language.into(), T::hm())?,
            day: DateTimeFormatter::try_new(language.into(), MDE::long())?,
            day_of_year: DateTimeFormatter::try_new(language.into(), YMDE::long())?,
            long: DateTimeFormatter::try_new(language.into(), full)?,
            date_time: DateTimeFormatter::try_new(language.into(), YMD::long().with_time_hm())?,
            zone_name: NoCalendarFormatter::try_new(language.into(), SpecificLong)?,
            number: DecimalFormatter::try_new(language.into(), DecimalFormatterOptions::default())?,
            plural: PluralRules::try_new(language.into(), PluralRulesOptions::default())?,
        })
    }

    /// A timestamp in the zone shown; `None`: it is out of jiff's range, the years -9999 to 9999.
    fn zoned(&self, at: Timestamp) -> Option<Zoned> {
        let time = jiff::Timestamp::from_millisecond(at.0).ok()?;
        Some(time.to_zoned_datetime(self.zone.clone()))
    }
}

impl LocaleFormat for IcuFormat {
    fn clock(&self, at: Timestamp) -> String {
        format_or_rfc3339(at, self.zoned(at), |zoned| {
            Some(self.clock.format(&time(&zoned)?).to_string())
        })
    }

    fn day(&self, at: Timestamp) -> String {
        let this_year = self.zoned(self.now).map(|now| now.year());
        format_or_rfc3339(at, self.zoned(at), |zoned| {
            let day = date_of(&zoned)?;
            Some(if this_year == Some(zoned.year()) {
                self.day.format(&day).to_string()
            } else {
                self.day_of_year.format(&day).to_string()
            })
        })
    }

    fn long(&self, at: Timestamp) -> String {
        format_or_rfc3339(at, self.zoned(at), |zoned| {
            let full = ZonedDateTime {
                date: date_of(&zoned)?,
                time: time(&zoned)?,
                zone: zone_of(&zoned),
            };
            Some(self.long.format(&full).to_string())
        })
    }

    fn date_time(&self, at: Timestamp) -> String {
        format_or_rfc3339(at, self.zoned(at), |zoned| {
            let date_time = DateTime {
                date: date_of(&zoned)?,
                time: time(&zoned)?,
            };
            Some(self.date_time.format(&date_time).to_string())
        })
    }

    /// The reader's time zone is not known.
    fn reader_time(&self, _: Timestamp) -> Option<String> {
        None
    }

    /// Always named, because it can differ from the reader's.
    fn zone(&self, at: Timestamp) -> Option<String> {
        let zone = zone_of(&self.zoned(at)?);
        Some(self.zone_name.format(&zone).to_string())
    }

    /// Never called: prerendered times are absolute.
    fn relative(&self, _: i64, _: Unit, _: bool) -> String {
        String::new()
    }

    /// Never rendered: stories are collapsed.
    fn names(&self, names: &[Rc<str>]) -> String {
        names.join(", ")
    }

    fn number(&self, number: usize) -> String {
        self.number.format(&Decimal::from(number)).to_string()
    }

    fn plural(&self, number: usize) -> String {
        let category = match self.plural.category_for(number) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        category.to_owned()
    }

    fn day_number(&self, at: Timestamp) -> i64 {
        let offset = self.zoned(at).map_or(0, |zoned| zoned.offset().seconds());
        let local = at.0 + i64::from(offset) * Timestamp::SECOND;
        local.div_euclid(Timestamp::DAY)
    }
}

/// Formats a time; RFC 3339 if it is out of range. As in browsers, narrow no-break spaces become
/// spaces.
fn format_or_rfc3339(
    at: Timestamp,
    zoned: Option<Zoned>,
    text: impl Fn(Zoned) -> Option<String>,
) -> String {
    zoned.and_then(text).map_or_else(
        || date_format::to_rfc3339(at),
        |text| text.replace('\u{202f}', " "),
    )
}

fn date_of(zoned: &Zoned) -> Option<Date<Iso>> {
    Date::try_new_iso(
        zoned.year().into(),
        zoned.month().try_into().ok()?,
        zoned.day().try_into().ok()?,
    )
    .ok()
}

fn time(zoned: &Zoned) -> Option<Time> {
    Time::try_new(
        zoned.hour().try_into().ok()?,
        zoned.minute().try_into().ok()?,
        zoned.second().try_into().ok()?,
        0,
    )
    .ok()
}

fn zone_of(zoned: &Zoned) -> TimeZoneInfo<AtTime> {
    let zone = TimeZone::from_iana_id(zoned.time_zone().iana_name().unwrap_or("Etc/UTC"));
    let offset = UtcOffset::try_from_seconds(zoned.offset().seconds()).ok();
    let at = ZoneNameTimestamp::from_epoch_seconds(zoned.timestamp().as_second());
    zone.with_offset(offset).with_zone_name_timestamp(at)
}
