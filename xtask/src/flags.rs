//! The command line.

use std::num::NonZeroU32;

use cargo_metadata::semver::Version;

xflags::xflags! {
    /// Builds, serves and tests key-events. Run it as `cargo xtask COMMAND`.
    ///
    /// Tools are in $KEY_EVENTS_TOOLS, or else in the user's cache directory, with a folder for each version.
    cmd xtask {
        /// Install the missing tools for a build.
        cmd setup {
            /// Also install the browsers and tools for the tests.
            optional --browsers
        }
        /// Build the release files into dist/.
        cmd build {}
        /// Build for development, serve on http://127.0.0.1:8080 and rebuild after each change. A live demo,
        /// whose feed changes and fails, is on http://127.0.0.1:8081.
        cmd serve {}
        /// Build, then run the tests.
        cmd test {
            /// Run only the tests whose name contains this text.
            optional filter: String
            /// Run only the scenarios with hostile feeds, with all payloads.
            optional --hostile
            /// Run only the tests of adoption: the npm package in bundlers and frameworks, and a real WordPress.
            optional --adoption
        }
        /// Write what is generated from the table of attributes and from the command's help.
        cmd codegen {}
        /// Check the format, lint, build, and run all tests: all this must pass before a merge.
        cmd check {}
        /// Build, print the transfer sizes, compare them with their limits, and write them into the README.
        cmd size {}
        /// Build, then take the screenshots of the themes for docs/gallery/.
        cmd screenshots {}
        /// Build, then measure the widget and its alternatives. Without options, write the results into
        /// docs/performance.md; else print them.
        cmd bench {
            /// Runs of each measurement.
            optional --runs runs: NonZeroU32
            /// Events in the feed.
            optional --events events: NonZeroU32
            /// Measure only this alternative.
            optional --only name: String
            /// Print the longest task for large feeds of many shapes instead.
            optional --long-tasks
        }
        /// Fuzz the parsers of feeds, HTML, dates and labels.
        cmd fuzz {
            /// Fuzz only this target: a format, or a file of tests/fuzz/fuzz_targets/.
            optional target: String
            /// Seconds for each target; 60 without this option.
            optional --seconds seconds: NonZeroU32
            /// Then replace the corpus in tests/fuzz/corpus/ by the smallest that reaches the same code.
            optional --keep
        }
        /// Check the licenses, the duplicates and the known vulnerabilities of the dependencies.
        cmd audit {}
        /// Build, make the documentation site in target/docs/, and check its links.
        cmd docs {}
        /// Move the changes in CHANGELOG.md to a version, set it everywhere, build, and leave the files to publish
        /// in target/release-VERSION/. It publishes and commits nothing.
        cmd release {
            required version: Version
        }
        /// Serve only the live demo. `serve` starts it too.
        cmd live {
            /// End when the parent process ends.
            optional --with-parent
        }
        /// Finish the files that Trunk has built. Trunk calls this.
        cmd post-build {}
    }
}
