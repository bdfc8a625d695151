//! WebKitGTK's MiniBrowser by WebKitWebDriver, on a virtual screen.

use std::{fs, net::TcpListener, path::Path};

use serde_json::json;

use super::{Driver, Preference, ProcessGroup, program};

/// Where Debian installs the MiniBrowser of WebKitGTK.
const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// Lets the window become as narrow as a phone, which its toolbar prevents.
const NARROW: &str = "* { min-width: 0; padding: 0; margin: 0; border: 0; font-size: 1px }";

pub(super) async fn driver(preferences: &[Preference]) -> Result<Driver, String> {
    let browser = std::env::var("MINIBROWSER").unwrap_or_else(|_| MINI_BROWSER.to_owned());
    if !Path::new(&browser).exists() {
        return Err(format!("{browser} is missing and MINIBROWSER is not set"));
    }
    let screen = ProcessGroup::start(
        &program("XVFB", "Xvfb")?,
        [
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1600x1200x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ],
        &[],
    )?;
    let number: u32 = screen
        .wait_for_line(|line| line.trim().parse().ok())
        .await?;
    let display = format!(":{number}");

    let home = screen.directory().join("home");
    let animations = !preferences.contains(&Preference::ReducedMotion);
    let settings = format!(
        "[Settings]\ngtk-enable-animations={}\n",
        u8::from(animations)
    );
    let folder = home.join("gtk-3.0");
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("settings.ini"), settings))
        .and_then(|()| fs::write(folder.join("gtk.css"), NARROW))
        .map_err(|error| format!("{}: {error}", home.display()))?;
    let home = home.to_string_lossy();
    let mut language = String::from("en_US");
    let mut environment = vec![
        ("DISPLAY", display.as_str()),
        ("XDG_CONFIG_HOME", &home),
        ("XDG_DATA_HOME", &home),
        ("XDG_CACHE_HOME", &home),
        // Its sandbox does not work for root or without user namespaces.
        ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
        ("GTK_THEME", "Adwaita"),
        ("NO_AT_BRIDGE", "1"),
        ("GSETTINGS_BACKEND", "memory"),
    ];
    for preference in preferences {
        match preference {
            Preference::Dark => environment.push(("GTK_THEME", "Adwaita:dark")),
            Preference::TimeZone(zone) => environment.push(("TZ", zone)),
            Preference::Language(tag) => language = tag.replace('-', "_"),
            Preference::ReducedMotion
            | Preference::ForcedColors
            | Preference::Print
            | Preference::Touch
            | Preference::NoOptimizer
            | Preference::NoFrameLimit => {}
        }
    }
    environment.push(("LC_ALL", "C.UTF-8"));
    environment.push(("LANGUAGE", &language));

    // The driver can't choose a port itself.
    let port = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|error| error.to_string())?
        .port();
    let argument = format!("--port={port}");
    let process = ProcessGroup::start(
        &program("WEBKITDRIVER", "WebKitWebDriver")?,
        [argument],
        &environment,
    )?;
    wait_for_port(port, &process).await?;
    let capabilities = json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": { "binary": browser, "args": ["--automation"] },
    });
    Ok(Driver {
        process,
        screen: Some(screen),
        port,
        capabilities,
    })
}

async fn wait_for_port(port: u16, process: &ProcessGroup) -> Result<(), String> {
    for _ in 0..1000 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_ok()
        {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    Err(format!(
        "the driver does not listen on port {port}:\n{}",
        process.last_output()
    ))
}
