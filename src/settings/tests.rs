use super::*;

fn read(attributes: &[(&str, &str)]) -> (Settings, Vec<BadValue>) {
    Settings::read(|name| {
        attributes
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn no_attributes_give_the_documented_defaults() {
    let (settings, bad) = read(&[]);
    assert_eq!(settings, Settings::default());
    assert!(bad.is_empty());
}

#[test]
fn every_attribute_is_read() {
    let (settings, bad) = read(&[
        ("src", " feed.json "),
        ("format", "json-feed"),
        ("select", "tag:goal"),
        ("order", "oldest"),
        ("limit", "3"),
        ("collapsed", ""),
        ("heading", "Timeline"),
        ("heading-level", "4"),
        ("time", "absolute"),
        ("time-zone", "Europe/Paris"),
        ("refresh", "60"),
        ("anchor", "block-{id}"),
        ("offset", "80"),
        ("loading", "eager"),
        ("theme", "dark"),
        ("images", ""),
        ("overview", ""),
        ("reading-bar", ""),
        ("remember", ""),
        ("lang", "de"),
        ("debug", ""),
    ]);
    assert_eq!(bad, []);
    assert_eq!(settings.src, Source::Url("feed.json".into()));
    assert_eq!(settings.format, Some("json-feed"));
    assert_eq!(settings.select, Select::Tag("goal".into()));
    assert_eq!(settings.order, Order::Oldest);
    assert_eq!(settings.limit, 3);
    assert!(settings.collapsed && settings.images && settings.remember && settings.debug);
    assert!(settings.overview && settings.reading_bar);
    assert_eq!(settings.heading.as_deref(), Some("Timeline"));
    assert_eq!(settings.heading_level, 4);
    assert_eq!(settings.time, TimeStyle::Absolute);
    assert_eq!(settings.time_zone.as_deref(), Some("Europe/Paris"));
    assert_eq!(settings.refresh, 60);
    assert_eq!(settings.anchor.as_deref(), Some("block-{id}"));
    assert_eq!(settings.offset, Some(80));
    assert_eq!(settings.loading, Loading::Eager);
    assert_eq!(settings.theme, Theme::Dark);
    assert_eq!(settings.lang.as_deref(), Some("de"));
}

#[test]
fn an_invalid_value_falls_back_and_its_message_has_the_allowed_values() {
    for (name, value, allowed) in [
        ("format", "rss", "json-feed"),
        ("select", "keys", "tag:NAME"),
        ("select", "tag:", "tag:NAME"),
        ("order", "up", "oldest"),
        ("limit", "0", "from 1"),
        ("limit", "-3", "from 1"),
        ("limit", "many", "from 1"),
        ("heading-level", "1", "2 to 6"),
        ("heading-level", "7", "2 to 6"),
        ("time", "ago", "relative"),
        ("refresh", "soon", "seconds"),
        ("anchor", "block", "{id}"),
        ("anchor", "block-{ID}", "{id}"),
        ("anchor", "#block-id", "{id}"),
        ("offset", "-1", "pixels"),
        ("loading", "later", "eager"),
        ("theme", "sepia", "dark"),
    ] {
        let (settings, bad) = read(&[(name, value)]);
        assert_eq!(settings, Settings::default(), "{name}={value}");
        let [bad] = bad.as_slice() else {
            panic!("{name}={value}: one message, got {bad:?}");
        };
        let message = bad.message();
        assert!(
            message.contains(name) && message.contains(value),
            "{message}"
        );
        assert!(message.contains(allowed), "{message}");
    }
}

#[test]
fn an_id_a_url_and_nothing_are_three_sources() {
    assert_eq!(
        read(&[("src", "#feed")]).0.src,
        Source::Script("feed".into())
    );
    assert_eq!(read(&[("src", "/a#b")]).0.src, Source::Url("/a#b".into()));
    assert_eq!(read(&[("src", "  ")]).0.src, Source::Page);
}

#[test]
fn polling_has_a_minimum_interval_and_zero_is_off() {
    assert_eq!(read(&[("refresh", "1")]).0.refresh, 5);
    assert_eq!(read(&[("refresh", "0")]).0.refresh, 0);
}

#[test]
fn saving_data_polls_less_and_shows_no_images() {
    let save_data = |attributes: &[(&str, &str)]| {
        let mut settings = read(attributes).0;
        settings.save_data();
        (settings.refresh, settings.images)
    };
    assert_eq!(save_data(&[("images", "")]), (120, false));
    assert_eq!(save_data(&[("refresh", "0")]), (0, false));
    assert_eq!(save_data(&[("refresh", "4294967295")]), (u32::MAX, false));
}

#[test]
fn a_flag_set_to_false_is_not_set() {
    assert!(!read(&[("collapsed", "false")]).0.collapsed);
}
