//! Firefox by geckodriver.

use serde_json::{Value, json};

use super::{Browser, Driver, Preference, ProcessGroup, program};

pub(super) async fn driver() -> Result<Driver, String> {
    let arguments = [
        "--port",
        "0",
        "--websocket-port",
        "0",
        "--allow-system-access",
    ];
    let process = ProcessGroup::start(&program("GECKODRIVER", "geckodriver")?, arguments, &[])?;
    let port = process
        .wait_for_line(|line| {
            let (_, address) = line.split_once("Listening on ")?;
            address.rsplit_once(':')?.1.parse().ok()
        })
        .await?;
    let mut options = json!({
        "args": ["-headless"],
        "prefs": {
            // No downloads of settings, lists and experiments.
            "app.normandy.enabled": false,
            "app.update.disabledForTesting": true,
            "browser.newtabpage.enabled": false,
            "browser.safebrowsing.downloads.enabled": false,
            "browser.search.update": false,
            "browser.startup.page": 0,
            "browser.topsites.contile.enabled": false,
            "datareporting.policy.dataSubmissionEnabled": false,
            "extensions.getAddons.cache.enabled": false,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
            "network.proxy.type": 0,
            "nimbus.rollouts.enabled": false,
            "services.settings.server": "data:,",
            "toolkit.telemetry.enabled": false,
        },
    });
    if let Ok(binary) = std::env::var("FIREFOX") {
        options["binary"] = binary.into();
    } else if let Ok(binary) = program("FIREFOX", "firefox-esr") {
        options["binary"] = format!("/usr/bin/{binary}").into();
    }
    let capabilities = json!({ "browserName": "firefox", "moz:firefoxOptions": options });
    Ok(Driver {
        process,
        screen: None,
        port,
        capabilities,
    })
}

/// Runs a script with the privileges of the browser itself.
async fn privileged(browser: &Browser, script: &str, arguments: Value) -> Result<Value, String> {
    let context = |name: &str| json!({ "context": name });
    browser
        .send("POST", "/moz/context", context("chrome"))
        .await?;
    let result = browser.run(script, arguments).await;
    browser
        .send("POST", "/moz/context", context("content"))
        .await?;
    result
}

pub(super) async fn prefer(browser: &Browser, preferences: &[Preference]) -> Result<(), String> {
    let overrides: Vec<Value> = preferences
        .iter()
        .filter_map(|preference| match preference {
            Preference::Dark => Some(json!(["prefersColorSchemeOverride", "dark"])),
            Preference::ReducedMotion => Some(json!(["prefersReducedMotionOverride", "reduce"])),
            Preference::ForcedColors => Some(json!(["forcedColorsOverride", "active"])),
            Preference::Print => Some(json!(["mediumOverride", "print"])),
            Preference::TimeZone(zone) => Some(json!(["timezoneOverride", zone])),
            Preference::Language(language) => Some(json!(["languageOverride", language])),
            Preference::Touch | Preference::NoOptimizer | Preference::NoFrameLimit => None,
        })
        .collect();
    let script = "
        const context = gBrowser.selectedBrowser.browsingContext;
        for (const [name, value] of arguments[0]) context[name] = value;
        for (const name of ['primary', 'all'])
            arguments[1] ? Services.prefs.setIntPref(`ui.${name}PointerCapabilities`, 1) : Services.prefs.clearUserPref(`ui.${name}PointerCapabilities`);";
    let touch = preferences.contains(&Preference::Touch);
    privileged(browser, script, json!([overrides, touch]))
        .await
        .map(drop)
}

/// Lets the window become as narrow as a phone.
pub(super) async fn allow_narrow(browser: &Browser) -> Result<(), String> {
    let script = "document.documentElement.style.minWidth = 0;";
    privileged(browser, script, json!([])).await.map(drop)
}

pub(super) async fn set_offline(browser: &Browser, offline: bool) -> Result<(), String> {
    let script = "Services.io.offline = arguments[0];";
    privileged(browser, script, json!([offline]))
        .await
        .map(drop)
}

pub(super) async fn own_log(browser: &Browser) -> Result<Vec<String>, String> {
    let script = "
        const lines = [];
        for (const message of Services.console.getMessageArray()) {
            if (!(message instanceof Ci.nsIScriptError)) continue;
            // Messages about pages only, not about the browser's own windows.
            if (!/http:\\/\\/127\\.0\\.0\\.1:/.test(message.sourceName + message.errorMessage)) continue;
            // The recorder has errors and policy violations. A failed request is part of a
            // scenario, and an error page has another hash than the file. Unknown CSS properties are for newer browsers.
            if (/javascript|CSS Parser|^CSP_|^CORS|Sub-resource Integrity/.test(message.category)) continue;
            lines.push(`${message.category}: ${message.errorMessage} (${message.sourceName}:${message.lineNumber})`);
        }
        Services.console.reset();
        return lines;";
    let lines = privileged(browser, script, json!([])).await?;
    Ok(lines
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|line| line.as_str().map(str::to_owned))
        .collect())
}
