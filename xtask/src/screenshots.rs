//! Pictures of the looks, for the gallery of the documentation.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    browsers,
    build::{build, dist},
    paths::{root, tools_directory},
    progress::step,
    run::{Context, Failure, Outcome, cargo, run},
    themes::THEMES,
};

/// Debian packages with typefaces that the looks name, and most readers have under one name or
/// another. Unpacked for the pictures only: nothing is installed.
const FONTS: [&str; 4] = [
    "fonts-inter",
    "fonts-liberation",
    "fonts-roboto-unhinted",
    "fonts-texgyre",
];

/// The most that all pictures may weigh together, in bytes.
const LIMIT: u64 = 1_500_000;

/// Builds, and takes the pictures in `docs/gallery/`.
pub(crate) fn screenshots() -> Outcome {
    browsers::install()?;
    build()?;
    let fonts = fonts()?;
    let gallery = root().join("docs/gallery");
    fs::create_dir_all(&gallery).context("cannot create docs/gallery")?;
    step("Taking pictures", || {
        run(cargo()
            .args([
                "run",
                "--quiet",
                "-p",
                "key-events-e2e",
                "--bin",
                "gallery",
                "--",
            ])
            .arg(&gallery)
            .args(THEMES)
            .current_dir(root())
            .env("KEY_EVENTS_DIST", dist())
            .env("FONTCONFIG_FILE", fonts))
    })?;
    let weight = weight(&gallery)?;
    println!("    docs/gallery: {weight} bytes");
    if weight > LIMIT {
        return Err(Failure(format!(
            "docs/gallery has {weight} bytes, and may have {LIMIT}"
        )));
    }
    Ok(())
}

fn weight(folder: &Path) -> Outcome<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).context("cannot list docs/gallery")? {
        let entry = entry.context("cannot list docs/gallery")?;
        sum += entry.metadata().context("cannot read docs/gallery")?.len();
    }
    Ok(sum)
}

/// Unpacks the typefaces into the tools' directory and returns a configuration that has them.
fn fonts() -> Outcome<PathBuf> {
    let folder = tools_directory()?.join("fonts");
    let configuration = folder.join("fonts.conf");
    if configuration.is_file() {
        return Ok(configuration);
    }
    step("Fetching typefaces", || {
        let packages = folder.join("packages");
        fs::create_dir_all(&packages).context("cannot create the folder for typefaces")?;
        run(Command::new("apt-get")
            .args(["-q", "download"])
            .args(FONTS)
            .current_dir(&packages))?;
        for entry in fs::read_dir(&packages).context("cannot list the typefaces")? {
            let package = entry.context("cannot list the typefaces")?.path();
            run(Command::new("dpkg").arg("-x").arg(package).arg(&folder))?;
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
        fs::write(&configuration, text).context("cannot write the configuration of typefaces")
    })?;
    Ok(configuration)
}
