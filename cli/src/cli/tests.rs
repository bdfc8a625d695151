use super::*;
use clap::CommandFactory;

#[test]
fn the_definition_is_valid() {
    Arguments::command().debug_assert();
}

#[test]
fn no_options_are_the_settings_of_an_element_without_attributes() {
    for command in ["check", "convert", "prerender"] {
        let settings = match Arguments::parse_from(["key-events", command, "f"]).command {
            Command::Check(check) => check.settings(),
            Command::Convert(convert) => convert.settings(),
            Command::Prerender(prerender) => prerender.settings(),
            Command::Completions { .. } => panic!(),
        };
        assert_eq!(settings, Settings::default());
    }
}

#[test]
fn every_option_reaches_the_settings() {
    let check = |arguments: &[&str]| {
        let words = ["key-events", "check", "f"].iter().chain(arguments);
        match Arguments::parse_from(words).command {
            Command::Check(check) => check.settings(),
            _ => panic!(),
        }
    };
    let attribute = |name: &'static str, value: &'static str| {
        Settings::read(move |attribute| (attribute == name).then(|| value.to_owned())).0
    };
    for (name, value) in [
        ("format", "json-feed"),
        ("select", "tag:goal"),
        ("order", "oldest"),
        ("limit", "3"),
    ] {
        let settings = check(&[&format!("--{name}"), value]);
        assert_eq!(settings, attribute(name, value));
        assert_ne!(settings, Settings::default());
    }
}

#[test]
fn prerender_has_an_option_for_every_attribute() {
    let command = Arguments::command();
    let prerender = command.find_subcommand("prerender").unwrap();
    let options: Vec<_> = prerender
        .get_arguments()
        .filter_map(clap::Arg::get_long)
        .collect();
    for attribute in attribute::ALL {
        assert!(options.contains(&attribute.name), "{}", attribute.name);
    }
}

#[test]
fn prerender_writes_every_attribute() {
    let options = "prerender feed.json --src /feed --format json-feed --select all --order oldest --limit 3 \
        --collapsed --heading H --heading-level 3 --time absolute --time-zone Europe/Paris --refresh 60 \
        --anchor a-{id} --offset 9 --loading eager --theme dark --images --overview --reading-bar --remember --dir rtl --debug";
    let arguments = ["key-events"].into_iter().chain(options.split_whitespace());
    let Command::Prerender(prerender) = Arguments::parse_from(arguments).command else {
        panic!("another command");
    };
    let attributes = prerender.attributes(Some("de".to_owned()));
    let names: Vec<_> = attributes.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, attribute::ALL.map(|attribute| attribute.name));
}

#[test]
fn single_words_are_possible_values() {
    let words = |name| {
        let attribute = Attribute(name);
        let values = attribute.possible_values()?;
        Some(values.map(|value| value.get_name().to_owned()).collect())
    };
    let some = |words: &[&str]| Some(words.iter().map(|&word| word.to_owned()).collect());
    assert_eq!(words("order"), some(&["newest", "oldest"]));
    assert_eq!(words("select"), some(&["key", "all", "tag:NAME"]));
    assert_eq!(words("limit"), None::<Vec<String>>);
    assert_eq!(words("anchor"), None::<Vec<String>>);
    let formats = words("format").unwrap();
    assert_eq!(formats[0], "auto");
    assert_eq!(formats.len(), 1 + key_events::feed::format::ALL.len());
}
