//! Generated texts.

use proptest::prelude::*;

use super::{locate, nested, parse, repair};
use crate::feed::NotAFeed;
use crate::feed::json;
use crate::feed::pace::{Pace, complete};
use crate::feed::paced_json;

/// Tokens that often form JSON.
fn json_like() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => r#""(\\u[dD][8-9c-fC-F3][0-9a-f]{2}|[a-c\t\n\x00-\x1fé"]|\\["\\nu]){0,5}""#,
        4 => "-?[0-9]{1,3}(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,4})?",
        2 => prop::sample::select(&["null", "true", "NaN", "-Infinity", "nan", "1e400"][..])
            .prop_map(String::from),
        1 => (120_usize..140).prop_map(nested),
        1 => "[\\[\\]{},:\" a-z0-9.é\\\\-]{0,6}",
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        let names = "\"[a-c]?(\\\\ud83d)?\"";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5)
                .prop_map(|values| format!("[{}]", values.join(","))),
            prop::collection::vec((names, inner), 0..5).prop_map(|fields| {
                let fields = fields
                    .iter()
                    .map(|(name, value)| format!("{name}: {value}"));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(",\n"))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn json_is_unchanged_and_anything_else_is_repaired_or_rejected(text in json_like()) {
        let is_strict = json::parse(&text).is_ok_and(|(_, large)| !large);
        let part = text.trim();
        match repair(&text, part).and_then(|it| parse(&it).map(|_| it.repairs.len())) {
            Ok(repairs) => prop_assert_eq!(repairs == 0, is_strict),
            Err(NotAFeed::NotJson(line, column)) => {
                prop_assert!(!is_strict);
                let lines = text.split('\n').collect::<Vec<_>>();
                prop_assert!(column <= lines[line - 1].len() + 1);
            }
            Err(reason) => prop_assert_eq!(reason, NotAFeed::Truncated),
        }
    }

    #[test]
    fn a_paced_parser_is_as_strict_as_a_whole_one(text in json_like()) {
        let paced = complete(paced_json::parse(&text, &Pace::whole()));
        match (json::parse(&text), paced) {
            (Ok(whole), Ok(paced)) => {
                prop_assert_eq!(format!("{whole:?}"), format!("{paced:?}"));
            }
            (Err(error), Err(paced)) => {
                prop_assert_eq!(error.is_eof(), paced.is_truncated);
                let lines = text.split_inclusive('\n').take(error.line() - 1);
                let end = lines.map(str::len).sum::<usize>() + error.column();
                prop_assert!(paced.is_truncated || paced.end == end, "{}", error);
            }
            (whole, paced) => prop_assert!(false, "{:?} {:?}", whole, paced),
        }
    }

    #[test]
    fn every_repair_is_located_in_the_document(text in json_like()) {
        if let Ok(repaired) = repair(&text, text.trim())
            && let Ok(document) = parse(&repaired)
        {
            let locations = locate(&repaired, &document);
            let all = (0, repaired.repairs.len());
            let scalar = document.fields().is_empty() && document.as_array().is_none();
            prop_assert!(locations.find(&document).1 == all || scalar);
        }
    }
}
