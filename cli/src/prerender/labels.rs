//! The labels in every language.

use icu_locale::subtags::Language;
use icu_locale::{LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleExpander};
use key_events::labels::{LOCALES, Labels};

/// Whether there are labels in a language.
pub(crate) fn is_supported(language: &Locale) -> bool {
    canonical(language).id.language == ENGLISH || file(language).is_some()
}

const ENGLISH: Language = icu_locale::subtags::language!("en");

/// The canonical tag of CLDR: `he` for `iw`, and the likely language for `und-NL`.
pub(crate) fn canonical(language: &Locale) -> Locale {
    let mut canonical = language.clone();
    LocaleCanonicalizer::new_extended().canonicalize(&mut canonical);
    if canonical.id.language.is_unknown() {
        LocaleExpander::new_extended().maximize(&mut canonical.id);
    }
    canonical
}

/// The labels in a language; English if it is not supported.
pub(crate) fn load(language: &Locale) -> Labels {
    let mut labels = Labels::default();
    if let Some((_, json)) = file(language) {
        labels.add(json);
    }
    labels
}

/// The file for the language and region, else the language and script, else the language: the rule of
/// the loader.
fn file(language: &Locale) -> Option<&'static (&'static str, &'static str)> {
    let canonical = canonical(language);
    let mut likely = canonical.id.clone();
    LocaleExpander::new_extended().maximize(&mut likely);
    let with_script = LanguageIdentifier {
        region: None,
        variants: icu_locale::subtags::Variants::default(),
        ..likely.clone()
    };
    let alone = LanguageIdentifier {
        script: None,
        ..with_script.clone()
    };
    let named = |tag: String| LOCALES.iter().find(|(known, _)| *known == tag);
    [canonical.id, with_script, alone]
        .into_iter()
        .find_map(|id| named(id.to_string()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_file_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/labels/locales");
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "en.json")
            .collect();
        names.sort();
        let mut known: Vec<_> = LOCALES
            .iter()
            .map(|(tag, _)| format!("{tag}.json"))
            .collect();
        known.sort();
        assert_eq!(known, names);
    }

    #[test]
    fn a_language_has_the_labels_of_the_widget() {
        for (tag, expected) in [
            ("de-AT", Some("de")),
            ("iw", Some("he")),
            ("pt-PT", Some("pt")),
            ("pt-BR", Some("pt-BR")),
            ("zh-SG", Some("zh")),
            ("zh-TW", Some("zh-Hant")),
            ("zh-Hant-CN", Some("zh-Hant")),
            ("en-GB", None),
            ("mt", None),
            ("und", None),
        ] {
            let found = file(&tag.parse().unwrap()).map(|(tag, _)| *tag);
            assert_eq!(found, expected, "{tag}");
        }
    }

    #[test]
    fn an_unsupported_language_is_english() {
        let again = |tag: &str| load(&tag.parse().unwrap()).text("retry").to_string();
        assert_eq!(again("mt"), "Try again");
        assert_eq!(again("de-CH"), "Erneut versuchen");
    }
}
