//! Takes the screenshots of the themes for the gallery of the documentation.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::{
    browsers,
    build::{build, dist},
    paths::{cache_dir, project_root},
    progress::step,
    setup::fill,
    themes::THEMES,
};

/// Debian packages with fonts of the themes. They are unpacked, not installed.
const FONTS: [&str; 4] = [
    "fonts-inter",
    "fonts-liberation",
    "fonts-roboto-unhinted",
    "fonts-texgyre",
];

/// The limit for all screenshots together, in bytes.
const LIMIT: u64 = 1_500_000;

/// Builds, and takes the screenshots for `docs/gallery/`.
pub(crate) fn screenshots(sh: &Shell) -> Result<()> {
    browsers::install(sh)?;
    build(sh)?;
    let fonts = fonts(sh)?;
    let gallery = project_root().join("docs/gallery");
    sh.create_dir(&gallery)?;
    step("Taking the screenshots", || {
        let gallery = cmd!(
            sh,
            "cargo run --quiet -p key-events-e2e --bin gallery -- {gallery} {THEMES...}"
        );
        gallery
            .env("KEY_EVENTS_DIST", dist())
            .env("FONTCONFIG_FILE", fonts)
            .run()?;
        Ok(())
    })?;
    let size = size(sh, &gallery)?;
    println!("    docs/gallery: {size} bytes");
    ensure!(
        size <= LIMIT,
        "docs/gallery has {size} bytes, more than the limit of {LIMIT}"
    );
    Ok(())
}

fn size(sh: &Shell, folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for file in sh.read_dir(folder)? {
        let metadata =
            fs::metadata(&file).with_context(|| format!("cannot read {}", file.display()))?;
        sum += metadata.len();
    }
    Ok(sum)
}

/// Unpacks the fonts into the cache; returns a Fontconfig file that includes them.
fn fonts(sh: &Shell) -> Result<PathBuf> {
    let folder = cache_dir()?.join("fonts");
    let configuration = folder.join("fonts.conf");
    if configuration.is_file() {
        return Ok(configuration);
    }
    step("Unpacking fonts", || {
        fill(sh, "fonts", |unfinished| {
            let _folder = sh.push_dir(unfinished);
            cmd!(sh, "apt-get -q download {FONTS...}").run()?;
            for package in sh.read_dir(".")? {
                cmd!(sh, "dpkg -x {package} .").run()?;
            }
            let text = format!(
                r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <dir>{0}/usr</dir>
  <cachedir>{0}/cache</cachedir>
</fontconfig>
"#,
                folder.display()
            );
            Ok(sh.write_file("fonts.conf", text)?)
        })
    })?;
    Ok(configuration)
}
