use key_events::time::date_format;
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_moment_reads_as_jiff_reads_it(
        second in -62_135_596_800_i64..253_402_300_799,
        offset in -14 * 60_i32..=14 * 60,
    ) {
        let zone = jiff::tz::Offset::from_seconds(offset * 60).unwrap();
        let moment = zone.to_datetime(jiff::Timestamp::from_second(second).unwrap());
        prop_assume!((1..=9999).contains(&moment.year()));
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let text = format!("{moment}{sign}{hours:02}:{minutes:02}");
        prop_assert_eq!(date_format::parse(&text).map(|at| at.0), Some(second * 1000), "{}", text);
    }

    #[test]
    fn every_moment_is_written_as_jiff_writes_it(second in -62_135_596_800_i64..253_402_300_799) {
        let expected = jiff::Timestamp::from_second(second).unwrap().to_string();
        prop_assert_eq!(date_format::to_rfc3339(key_events::time::timestamp::Timestamp(second * 1000)), expected);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
        let _ = date_format::parse(&text);
    }
}
