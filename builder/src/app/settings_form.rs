//! A control for each attribute and each style token.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::browser;
use super::model::{Change, Model};
use crate::attribute::{self, Attribute, Values};
use crate::catalog::{self, FORMATS, GROUPS, Token};
use crate::css;
use crate::options::Options;
use crate::snippet::Hashes;

#[derive(PartialEq, Properties)]
pub(crate) struct SettingsFormProps {
    pub(crate) options: Rc<Options>,
    pub(crate) hashes: Rc<Hashes>,
    pub(crate) dispatch: UseReducerDispatcher<Model>,
}

#[component]
pub(crate) fn SettingsForm(props: &SettingsFormProps) -> Html {
    let SettingsFormProps {
        options,
        hashes,
        dispatch,
    } = props;
    let tokens = use_memo((), |()| catalog::tokens());
    let languages = use_memo(Rc::clone(hashes), |hashes| languages(hashes));
    let is_wide = use_memo((), |()| browser::is_wide());
    let groups = GROUPS
        .iter()
        .enumerate()
        .map(|(index, (title, attributes))| {
            let set = attributes
                .iter()
                .filter(|attribute| options.attribute(attribute.name).is_some());
            let count = set.count();
            let controls = attributes
                .iter()
                .map(|attribute| control(attribute, props, &languages));
            group(title, index == 0 && *is_wide, count, controls.collect())
        });
    let clear = {
        let (dispatch, options) = (dispatch.clone(), Rc::clone(options));
        move |_: MouseEvent| {
            let Options { src, base, .. } = (*options).clone();
            let options = Options {
                src,
                base,
                ..Options::default()
            };
            dispatch.dispatch(Change::Replace(options));
        }
    };
    let is_default = options.attributes.is_empty() && options.tokens.is_empty();
    html! {
        <section class="settings" aria-labelledby="settings-title">
            <header>
                <h2 id="settings-title">{ "Settings" }</h2>
                <button type="button" class="quiet" onclick={clear} disabled={is_default}>{ "Use all defaults" }</button>
            </header>
            { for groups }
            { group("Colors and type", false, options.tokens.len(), html! {
                <>
                    <p class="help">
                        { code("A color can have a value for light and one for dark: `light-dark(#8b1a1a, #f0938a)`. Empty fields have the default.") }
                    </p>
                    { for tokens.iter().map(|token| token_control(token, props)) }
                </>
            }) }
            { group("Files", false, usize::from(!options.base.is_empty()), base_control(props)) }
        </section>
    }
}

fn group(title: &'static str, open: bool, count: usize, controls: Html) -> Html {
    let count = match count {
        0 => String::new(),
        count => format!("{count} set"),
    };
    html! {
        <details {open}>
            <summary><h3>{ title }</h3><span class="count">{ count }</span></summary>
            <div class="controls">{ controls }</div>
        </details>
    }
}

/// The languages with labels, and their names.
fn languages(hashes: &Hashes) -> Vec<(String, String)> {
    let files = hashes
        .keys()
        .filter_map(|name| name.strip_prefix("locales/"));
    let tags = files.filter_map(|name| name.strip_suffix(".json"));
    tags.map(|tag| {
        let name = browser::language_name(tag);
        let name = name.map_or_else(|| tag.to_owned(), |name| format!("{name} ({tag})"));
        (tag.to_owned(), name)
    })
    .collect()
}

/// Text with code in backticks.
pub(crate) fn code(text: &str) -> Html {
    let parts = text.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            html! { <code>{ part.to_owned() }</code> }
        } else {
            html! { part.to_owned() }
        }
    });
    parts.collect()
}

fn control(
    attribute: &Attribute,
    props: &SettingsFormProps,
    languages: &[(String, String)],
) -> Html {
    let Attribute {
        name,
        values,
        default,
        help,
    } = *attribute;
    let value = props.options.attribute(name);
    let set = {
        let dispatch = props.dispatch.clone();
        move |value: Option<String>| dispatch.dispatch(Change::Attribute(name, value))
    };
    let id = format!("attribute-{name}");
    let help_id = format!("{id}-help");
    if values == Values::Flag {
        let onchange = move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            set(input.checked().then(String::new));
        };
        return html! {
            <div class="field flag" key={name}>
                <input {id} type="checkbox" checked={value.is_some()} {onchange} aria-describedby={help_id.clone()} />
                <label for={format!("attribute-{name}")}><code>{ name }</code></label>
                <p class="help" id={help_id}>{ code(help) }</p>
            </div>
        };
    }
    let choices: Option<Vec<(String, String)>> = match values {
        Values::Choice(words) => Some(
            words
                .split(", ")
                .map(|word| (word.to_owned(), word.to_owned()))
                .collect(),
        ),
        _ if name == attribute::LANG.name => Some(languages.to_vec()),
        _ if name == attribute::FORMAT.name => Some(
            FORMATS
                .iter()
                .map(|word| ((*word).to_owned(), (*word).to_owned()))
                .collect(),
        ),
        _ => None,
    };
    let default = default.unwrap_or_default();
    let input = if let Some(choices) = choices {
        let onchange = move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            set(Some(select.value()).filter(|value| !value.is_empty()));
        };
        let current = value.unwrap_or_default();
        // A link may have a value that is not in the list.
        let is_other = !current.is_empty() && !choices.iter().any(|(value, _)| value == current);
        // `auto` is both a value and, for some attributes, the default.
        let choices = choices.into_iter().filter(|(value, _)| value != default);
        html! {
            <select {id} {onchange} aria-describedby={help_id.clone()}>
                <option value="" selected={current.is_empty()}>{ default_label(default) }</option>
                { for choices.map(|(value, label)| html! {
                    <option selected={value == current} value={value.clone()}>{ label }</option>
                }) }
                if is_other {
                    <option value={current.to_owned()} selected={true}>{ current.to_owned() }</option>
                }
            </select>
        }
    } else {
        let oninput = move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            set(Some(input.value()).filter(|value| !value.is_empty()));
        };
        let (kind, min, max) = match values {
            Values::Number(_, min, max) => {
                let max = (max < u32::MAX).then(|| max.to_string());
                ("number", Some(min.to_string()), max)
            }
            _ => ("text", None, None),
        };
        html! {
            <input {id} type={kind} {min} {max} placeholder={default} value={value.unwrap_or_default().to_owned()} {oninput}
                autocomplete="off" spellcheck="false" aria-describedby={help_id.clone()} />
        }
    };
    html! {
        <div class="field" key={name}>
            <label for={format!("attribute-{name}")}><code>{ name }</code></label>
            { input }
            <p class="help" id={help_id}>{ code(help) }</p>
        </div>
    }
}

fn default_label(default: &str) -> String {
    match default {
        "" => "default".to_owned(),
        default => format!("{default} (default)"),
    }
}

fn token_control(token: &Token, props: &SettingsFormProps) -> Html {
    let value = props.options.token(&token.name).to_owned();
    let set = {
        let (dispatch, name) = (props.dispatch.clone(), token.name.clone());
        Callback::from(move |event: InputEvent| {
            let input = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let value = input.map(|input| input.value()).unwrap_or_default();
            dispatch.dispatch(Change::Token(name.clone(), value.trim().to_owned()));
        })
    };
    let id = format!("token-{}", token.label());
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let is_bad = !value.is_empty() && !css::is_safe(&value);
    let picked = picked(&value).or_else(|| picked(&token.default));
    html! {
        <div class={classes!("field", token.is_color().then_some("color"))} key={token.name.clone()}>
            <label for={id.clone()}><code>{ token.label().to_owned() }</code></label>
            <div class="inputs">
                if token.is_color() {
                    <input type="color" aria-label={format!("Pick {}", token.label())} value={picked.unwrap_or_else(|| "#000000".to_owned())} oninput={set.clone()} />
                }
                <input {id} type="text" placeholder={token.default.clone()} value={value} oninput={set} autocomplete="off" spellcheck="false"
                    aria-describedby={format!("{help_id} {error_id}")} aria-invalid={is_bad.then_some("true")} />
            </div>
            <p class="error" id={error_id}>
                if is_bad {
                    { "This value is not used: it must be one CSS value without url()." }
                }
            </p>
            <p class="help" id={help_id}>{ token.help.clone() }</p>
        </div>
    }
}

/// The form of a color that the picker can show: `#rrggbb`, of the light color if there are two.
fn picked(color: &str) -> Option<String> {
    let color = css::light(color).unwrap_or(color).strip_prefix('#')?;
    let is_hex = color.chars().all(|character| character.is_ascii_hexdigit());
    match color.len() {
        3 if is_hex => {
            let twice = color.chars().flat_map(|character| [character, character]);
            Some(["#", &twice.collect::<String>()].concat())
        }
        6 if is_hex => Some(["#", color].concat()),
        _ => None,
    }
}

fn base_control(props: &SettingsFormProps) -> Html {
    let oninput = {
        let dispatch = props.dispatch.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            dispatch.dispatch(Change::Base(input.value().trim().to_owned()));
        }
    };
    html! {
        <div class="field">
            <label for="base">{ "Folder of the files" }</label>
            <input id="base" type="url" inputmode="url" autocomplete="off" spellcheck="false" placeholder={browser::folder()}
                value={props.options.base.clone()} {oninput} aria-describedby="base-help" />
            <p class="help" id="base-help">
                { code("Where your pages load `embed.js` and the other files from. The hashes in the code are those of this version.") }
            </p>
        </div>
    }
}
