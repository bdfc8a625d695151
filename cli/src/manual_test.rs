//! Checks that the reference in `docs/command-line.md` matches the program.

use std::{env, fs};

use clap::{Arg, Command, CommandFactory};

use crate::cli::Arguments;

const MANUAL: &str = include_str!("../../docs/command-line.md");

/// The section of the reference under a second-level heading.
fn section(heading: &str) -> &'static str {
    let sections = MANUAL.split("\n## ");
    let mut matching =
        sections.filter_map(|section| section.strip_prefix(heading)?.strip_prefix('\n'));
    matching.next().unwrap_or_default()
}

/// The table rows whose first cell begins with `first`, without backticks.
fn rows(text: &str, first: &str) -> Vec<String> {
    let rows = text
        .lines()
        .filter(|line| line.starts_with(&["| `", first].concat()));
    rows.map(|row| row.replace('`', "")).collect()
}

fn options(command: &Command) -> impl Iterator<Item = &Arg> {
    let own = |option: &&Arg| {
        let name = option.get_long();
        name.is_some_and(|name| !["help", "version"].contains(&name))
    };
    command.get_arguments().filter(own)
}

/// The expected row of an option.
fn row(option: &Arg) -> String {
    let name = option.get_long().unwrap();
    let value = option.get_num_args().unwrap().takes_values().then(|| {
        let names = option.get_value_names().unwrap();
        [" ", names[0].as_str()].concat()
    });
    let default = option
        .get_default_values()
        .first()
        .map(|value| value.to_str().unwrap());
    let default = default
        .filter(|_| value.is_some())
        .map_or_else(String::new, |default| format!("`{default}` "));
    let meaning = option.get_help().unwrap();
    format!(
        "| `--{name}{}` | {meaning} | {default}|",
        value.unwrap_or_default()
    )
}

fn command() -> Command {
    let mut command = Arguments::command();
    command.build();
    command
}

fn commands(command: &Command) -> impl Iterator<Item = &Command> {
    command
        .get_subcommands()
        .filter(|command| command.get_name() != "help")
}

#[test]
fn the_table_of_commands_is_that_of_the_program() {
    let (introduction, _) = MANUAL.split_once("\n## ").unwrap();
    let expected: Vec<_> = commands(&command())
        .map(|command| {
            format!(
                "| {} | {} |",
                command.get_name(),
                command.get_about().unwrap()
            )
        })
        .collect();
    assert_eq!(rows(introduction, ""), expected);
}

/// `cargo xtask codegen` updates the options.
#[test]
fn the_options_of_every_command_are_those_of_the_program() {
    let mut manual = MANUAL.to_owned();
    for command in commands(&command()) {
        let is_row = |line: &&str| line.starts_with("| `--");
        let section = section(command.get_name());
        let written: Vec<_> = section.lines().filter(is_row).collect();
        let expected: Vec<_> = options(command).map(row).collect();
        if env::var_os("KEY_EVENTS_CODEGEN").is_none() {
            assert_eq!(written, expected, "{}", command.get_name());
        } else if !written.is_empty() {
            let updated = section.replace(&written.join("\n"), &expected.join("\n"));
            manual = manual.replace(section, &updated);
        }
    }
    if manual != MANUAL {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/command-line.md");
        fs::write(file, manual).unwrap();
    }
}

#[test]
fn no_other_section_has_options() {
    let written = rows(MANUAL, "--").len();
    let known: usize = commands(&command())
        .map(|command| options(command).count())
        .sum();
    assert_eq!(written, known);
}

#[test]
fn help_lists_every_command_and_option() {
    let mut program = command();
    let help = program.render_help().to_string();
    for command in commands(&program) {
        assert!(
            help.contains(&format!("\n  {} ", command.get_name())),
            "{help}"
        );
    }
    for command in program
        .get_subcommands_mut()
        .filter(|command| command.get_name() != "help")
    {
        let help = command.render_help().to_string();
        for option in options(command) {
            assert!(
                help.contains(&["--", option.get_long().unwrap()].concat()),
                "{help}"
            );
        }
    }
}

#[test]
fn the_shells_are_those_with_completions() {
    let text = section("completions");
    for shell in <clap_complete::Shell as clap::ValueEnum>::value_variants() {
        assert!(text.contains(&format!("`{shell}`")), "{shell}");
    }
}
