//! Help, version, completions and bad usage.

use crate::program::key_events;

#[test]
fn help_and_version_are_on_standard_output() {
    for arguments in [
        &["--help"][..],
        &["help"],
        &["check", "--help"],
        &["help", "convert"],
        &["help", "prerender"],
        &["completions", "-h"],
    ] {
        let run = key_events(arguments);
        assert_eq!((run.status, &*run.err), (0, ""), "{arguments:?}");
        assert!(run.out.contains("Usage: key-events"), "{run:?}");
        assert!(run.out.contains("Example"), "{run:?}");
    }
    let run = key_events(&["--version"]);
    assert_eq!(
        run.out,
        concat!("key-events ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn help_lists_every_command() {
    let run = key_events(&["--help"]);
    for command in ["check", "convert", "prerender", "completions"] {
        assert!(run.out.contains(&format!("\n  {command} ")), "{run:?}");
    }
}

#[test]
fn bad_usage_is_status_2_and_reports_the_expectation() {
    for (arguments, expected) in [
        (&[][..], "Usage: key-events"),
        (&["check"], "<FEED>"),
        (&["look", "x"], "unrecognized subcommand 'look'"),
        (
            &["check", "--select", "keys", "x"],
            "'--select <WHICH>': expected key, all, tag:NAME",
        ),
        (
            &["check", "--select", "tag:", "x"],
            "expected key, all, tag:NAME",
        ),
        (
            &["check", "--order", "up", "x"],
            "'--order <ORDER>': expected newest, oldest",
        ),
        (
            &["check", "--limit", "0", "x"],
            "'--limit <ROWS>': expected a whole number from 1",
        ),
        (&["check", "--limit", "-3", "x"], "'-3'"),
        (
            &["check", "--format", "rss", "x"],
            "'--format <NAME>': expected auto, json-feed",
        ),
        (
            &["check", "--time-zone", "Mars/Base", "x"],
            "expected an IANA time zone such as Europe/Paris, or UTC",
        ),
        (
            &["convert", "--order", "oldest", "x"],
            "unexpected argument '--order'",
        ),
        (
            &["prerender", "--anchor", "block", "x"],
            "'--anchor <TEMPLATE>': expected an id or a selector with {id} in it",
        ),
        (&["completions", "tcl"], "bash"),
    ] {
        let run = key_events(arguments);
        assert_eq!((run.status, &*run.out), (2, ""), "{arguments:?}");
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = key_events(&["completions", shell]);
        assert_eq!((run.status, &*run.err), (0, ""));
        for word in ["check", "time-zone", "newest"] {
            // Elvish and PowerShell complete options, not their values.
            let values = ["elvish", "powershell"].contains(&shell);
            assert!(
                run.out.contains(word) || values && word == "newest",
                "{shell}: {word}"
            );
        }
    }
}
