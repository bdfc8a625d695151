//! Chromium by chromedriver.

use serde_json::{Value, json};

use super::{Browser, Driver, Preference, ProcessGroup, program};

pub(super) async fn driver(preferences: &[Preference]) -> Result<Driver, String> {
    let process =
        ProcessGroup::start(&program("CHROMEDRIVER", "chromedriver")?, ["--port=0"], &[])?;
    let port = process
        .wait_for_line(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        })
        .await?;
    let mut options = json!({
        "args": [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-breakpad",
            "--no-first-run",
            "--hide-scrollbars",
            "--lang=en-US",
        ],
        // No prompt to translate a page.
        "prefs": { "translate": { "enabled": false } },
    });
    if preferences.contains(&Preference::Touch) {
        let arguments = options["args"].as_array_mut();
        let settings = "--blink-settings=primaryPointerType=2,availablePointerTypes=2,primaryHoverType=1,availableHoverTypes=1";
        arguments.unwrap().push(settings.into());
    }
    if preferences.contains(&Preference::NoOptimizer) {
        let arguments = options["args"].as_array_mut();
        arguments.unwrap().push("--js-flags=--max-opt=0".into());
    }
    if preferences.contains(&Preference::NoFrameLimit) {
        let arguments = options["args"].as_array_mut();
        let flags = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];
        arguments.unwrap().extend(flags.map(Into::into));
    }
    if let Ok(binary) = std::env::var("CHROMIUM") {
        options["binary"] = binary.into();
    }
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    Ok(Driver {
        process,
        screen: None,
        port,
        capabilities,
    })
}

async fn devtools(browser: &Browser, method: &str, parameters: Value) -> Result<Value, String> {
    let body = json!({ "cmd": method, "params": parameters });
    browser.send("POST", "/goog/cdp/execute", body).await
}

pub(super) async fn prefer(browser: &Browser, preferences: &[Preference]) -> Result<(), String> {
    let mut features = Vec::new();
    let mut media = "";
    for preference in preferences {
        match preference {
            Preference::Dark => features.push(("prefers-color-scheme", "dark")),
            Preference::ReducedMotion => features.push(("prefers-reduced-motion", "reduce")),
            Preference::ForcedColors => features.push(("forced-colors", "active")),
            Preference::Print => media = "print",
            Preference::Touch | Preference::NoOptimizer | Preference::NoFrameLimit => {}
            Preference::TimeZone(zone) => {
                let zone = json!({ "timezoneId": zone });
                devtools(browser, "Emulation.setTimezoneOverride", zone).await?;
            }
            Preference::Language(language) => {
                let locale = json!({ "locale": language.replace('-', "_") });
                devtools(browser, "Emulation.setLocaleOverride", locale).await?;
                let agent = browser.run("return navigator.userAgent", json!([])).await?;
                let agent = json!({ "userAgent": agent, "acceptLanguage": language });
                devtools(browser, "Emulation.setUserAgentOverride", agent).await?;
            }
        }
    }
    let features: Vec<Value> = features
        .into_iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let media = json!({ "media": media, "features": features });
    devtools(browser, "Emulation.setEmulatedMedia", media)
        .await
        .map(drop)
}

pub(super) async fn set_offline(browser: &Browser, offline: bool) -> Result<(), String> {
    devtools(browser, "Network.enable", json!({})).await?;
    let conditions = json!({
        "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
    });
    devtools(browser, "Network.emulateNetworkConditions", conditions)
        .await
        .map(drop)
}

pub(super) async fn own_log(browser: &Browser) -> Result<Vec<String>, String> {
    let entries = browser
        .send("POST", "/se/log", json!({ "type": "browser" }))
        .await?;
    Ok(entries
        .as_array()
        .into_iter()
        .flatten()
        // The recorder has console messages and errors. Network errors are part of a scenario, or
        // reported as unknown requests. An error page has another hash than the file.
        .filter(|entry| {
            let source = entry["source"].as_str().unwrap_or_default();
            let message = entry["message"].as_str().unwrap_or_default();
            let is_network_error = source == "network" || message.contains("'integrity' attribute");
            !is_network_error && !["console-api", "javascript"].contains(&source)
        })
        .map(|entry| {
            let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
            format!("{}: {}", text("source"), text("message"))
        })
        .collect())
}
