//! Screenshots of the showcase pages, for the documentation.

use std::{fs, path::Path, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::{
    browser::{Browser, Engine, Preference},
    page::Page,
    site::TestSite,
};

/// Screens: width and height in CSS pixels, and the device pixel ratio.
const SCREENS: [(u32, u32, u32); 2] = [(1280, 800, 1), (360, 720, 2)];

/// Takes a screenshot of each theme on a wide screen and on a phone, in light and dark, and writes
/// them to a folder as `NAME-WIDTH-SCHEME.webp`.
///
/// # Errors
/// When Chromium can't be started or driven, or a file not be written.
pub async fn take(themes: &[&str], folder: &Path) -> Result<(), String> {
    let browser = Arc::new(Browser::start(Engine::Chromium, &[]).await?);
    let site = TestSite::start();
    let page = Page::new(Arc::clone(&browser), site.clone());
    for (scheme, preferences) in [("light", &[][..]), ("dark", &[Preference::Dark][..])] {
        browser.prefer(preferences).await?;
        for (width, height, scale) in SCREENS {
            let screen = json!({
                "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false,
            });
            page.devtools("Emulation.setDeviceMetricsOverride", screen)
                .await;
            for theme in themes {
                let path = TestSite::cdn_path(&format!("themes/{theme}.html"));
                page.open_url(&site.cdn_url(&path)).await;
                page.widget().wait_count("[part~=item]", 10).await;
                // On a phone the timeline fills the screen. On a wide screen the page is visible
                // around it.
                let script = "
                    const timeline = document.querySelector('key-events');
                    document.documentElement.style.scrollBehavior = 'auto';
                    if (innerWidth < 600) scrollTo(0, timeline.offsetTop - 16);
                    const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                    return document.fonts.ready.then(settled);";
                page.run(script).await;
                let format = json!({ "format": "webp", "quality": 84 });
                let screenshot = page.devtools("Page.captureScreenshot", format).await;
                let data = screenshot["data"].as_str().ok_or("no screenshot")?;
                let data = BASE64_STANDARD
                    .decode(data)
                    .map_err(|error| error.to_string())?;
                let file = folder.join(format!("{theme}-{width}-{scheme}.webp"));
                fs::write(&file, data).map_err(|error| format!("{}: {error}", file.display()))?;
            }
        }
    }
    browser.close().await;
    Ok(())
}
