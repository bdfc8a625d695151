//! What every theme looks like: pictures, compared pixel by pixel.

use std::path::Path;
use std::time::Duration;
use std::{env, fs};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use key_events_e2e::{
    Engine, Key, MockResponse, Page, Preference, Scenario, Screenshot, TestSite, runner, scenario,
};
use serde_json::{Value, json};

const fn of_a_theme(scenario: Scenario) -> Scenario {
    scenario
        .except(&[Engine::Firefox, Engine::Webkit])
        .preferring(&[
            Preference::ReducedMotion,
            Preference::TimeZone("Europe/Berlin"),
        ])
        .within(Duration::from_mins(3))
}

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    of_a_theme(scenario!(the_default_look_is_as_committed)),
    of_a_theme(scenario!(the_broadsheet_theme_is_as_committed)),
    of_a_theme(scenario!(the_tabloid_theme_is_as_committed)),
    of_a_theme(scenario!(the_broadcaster_theme_is_as_committed)),
    of_a_theme(scenario!(the_minimal_theme_is_as_committed)),
    of_a_theme(scenario!(the_carousel_theme_is_as_committed)),
];

async fn the_default_look_is_as_committed(site: TestSite, page: Page) {
    assert_pictures(&site, &page, "default", "").await;
}

async fn the_broadsheet_theme_is_as_committed(site: TestSite, page: Page) {
    assert_theme(&site, &page, "broadsheet").await;
}

async fn the_tabloid_theme_is_as_committed(site: TestSite, page: Page) {
    assert_theme(&site, &page, "tabloid").await;
}

async fn the_broadcaster_theme_is_as_committed(site: TestSite, page: Page) {
    assert_theme(&site, &page, "broadcaster").await;
}

async fn the_minimal_theme_is_as_committed(site: TestSite, page: Page) {
    assert_theme(&site, &page, "minimal").await;
}

async fn the_carousel_theme_is_as_committed(site: TestSite, page: Page) {
    assert_theme(&site, &page, "carousel").await;
}

/// The widths of the boxes, in CSS pixels. They are side by side in a picture.
const WIDTHS: [u32; 5] = [200, 288, 360, 620, 1280];
/// Around a box.
const GAP: u32 = 16;
/// The height of the viewport. No list is longer.
const HEIGHT: u32 = 4000;
const SCHEMES: [&str; 2] = ["light", "dark"];

/// A difference of a channel that is no difference.
const TOLERANCE: u8 = 32;
/// The share of the pixels of a box that may differ.
const SHARE: f64 = 0.0005;
/// By how much the size of a picture may differ with other fonts.
const SIZE: f64 = 0.1;

/// Wednesday, 4 March 2026, 14:20 UTC.
const NOW: u64 = 1_772_634_000_000;

/// A language of the page and the feed.
struct Language {
    tag: &'static str,
    direction: &'static str,
    /// What has the focus: the number of a box, and an element in it.
    focus: (usize, &'static str),
    heading: &'static str,
    story: &'static str,
    text: &'static str,
    author: &'static str,
    related: [&'static str; 2],
    headlines: [&'static str; EVENTS.len()],
}

/// The events: the id, the time, and what is special about it. The headlines are those of a language.
const EVENTS: [(&str, &str, &str); 8] = [
    ("ships", "04T14:14", "text"),
    ("surge", "04T13:38", "major image updated"),
    ("luck", "04T12:05", "text"),
    ("summary", "04T11:00", "summary story"),
    ("rescue", "04T04:40", "text"),
    ("power", "03T22:40", "minor"),
    ("forecast", "02T18:20", "elsewhere"),
    ("name", "02T08:10", ""),
];

/// The event that the reader is at.
const CURRENT: &str = "luck";

const LANGUAGES: [Language; 3] = [
    Language {
        tag: "en",
        direction: "ltr",
        focus: (2, "[data-id=surge] [part=link]"),
        heading: "The story",
        story: r#"<p>The dyke held on both sides of the gap, and the water is going down.</p>
            <ul><li>Two people are missing, 31 are injured.</li></ul>
            <blockquote><p>“Nobody goes back before the engineers say so.”</p></blockquote>
            <p>The <a href="/map">map of the flood</a> is updated every hour.</p>"#,
        text: "What there is to say of it.",
        author: "Ada Quill",
        related: [
            "Map: where the water stands",
            "How a storm surge builds up in a bay that is open to the north-west",
        ],
        headlines: [
            "Barrier opens to ships again as the water falls",
            "Second surge passes without a breach",
            "“We were lucky by 11 centimetres,” says the dyke warden",
            "What we know so far",
            "Rescue teams reach the last cut-off villages on the Saltmere peninsula and bring more than 300 people to the sports hall in Eastwick",
            "Power is out in 14,000 homes",
            "Forecast: storm Elin will hit at spring tide",
            "Weather service names storm Elin",
        ],
    },
    Language {
        tag: "de",
        direction: "ltr",
        focus: (1, "[part=toggle]"),
        heading: "Die Geschichte",
        story: r#"<p>Beiderseits der Lücke hat der Deich gehalten, und das Wasser geht zurück.</p>
            <ul><li>Zwei Menschen werden vermisst, 31 sind verletzt.</li></ul>
            <blockquote><p>„Niemand kehrt zurück, bevor die Statiker es erlauben.“</p></blockquote>
            <p>Die <a href="/map">Karte der Überschwemmung</a> wird stündlich erneuert.</p>"#,
        text: "Was es dazu zu sagen gibt.",
        author: "Ada Quill",
        related: [
            "Karte: Wo das Wasser steht",
            "Wie sich eine Sturmflut in einer Bucht aufbaut, die nach Nordwesten offen ist",
        ],
        headlines: [
            "Sperrwerk wieder offen: Das Wasser geht zurück",
            "Zweite Flutwelle läuft ohne Deichbruch ab",
            "„Elf Zentimeter haben uns gerettet“, sagt der Deichgraf",
            "Was wir bisher wissen",
            "Einsatzkräfte erreichen die letzten abgeschnittenen Dörfer der Halbinsel Salzmoor und bringen mehr als 300 Menschen in die Turnhalle von Osterwiek",
            "Stromausfall in 14.000 Haushalten",
            "Vorhersage: Orkan Elin trifft auf die Springflut",
            "Wetterdienst tauft den Orkan auf den Namen Elin",
        ],
    },
    Language {
        tag: "ar",
        direction: "rtl",
        focus: (3, "[data-id=rescue] [part=more]"),
        heading: "القصة",
        story: r#"<p>صمد السد على جانبي الفجوة، ومنسوب المياه آخذ في الانخفاض.</p>
            <ul><li>شخصان في عداد المفقودين و31 جريحًا.</li></ul>
            <blockquote><p>«لن يعود أحد قبل أن يأذن المهندسون».</p></blockquote>
            <p>تُحدَّث <a href="/map">خريطة الفيضان</a> كل ساعة.</p>"#,
        text: "هذا ما يمكن قوله عن ذلك.",
        author: "آدا كويل",
        related: [
            "خريطة: أين وصلت المياه",
            "كيف تتكون موجة العاصفة في خليج مفتوح على الشمال الغربي",
        ],
        headlines: [
            "إعادة فتح البوابة أمام السفن مع انحسار المياه",
            "الموجة الثانية تمر من دون انهيار أي سد",
            "«نجونا بفارق 11 سنتيمترًا»، يقول المسؤول عن السدود",
            "ما نعرفه حتى الآن",
            "فرق الإنقاذ تصل إلى آخر القرى المعزولة في شبه جزيرة سولتمير وتنقل أكثر من 300 شخص إلى القاعة الرياضية في إيستويك",
            "انقطاع الكهرباء عن 14 ألف منزل",
            "الأرصاد: العاصفة Elin تتزامن مع المد الأعلى",
            "هيئة الأرصاد تطلق على العاصفة اسم Elin",
        ],
    },
];

/// An image of few colors, so that the pictures are small.
const IMAGE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60" width="800" height="600" shape-rendering="crispEdges">
    <path fill="#9bb7c9" d="M0 0h80v30H0z"/><path fill="#3d6478" d="M0 30h80v30H0z"/>
    <path fill="#2b3a42" d="M24 8h8v30h-8z"/><path fill="#e8e2d0" d="M12 34h48v8H12z"/></svg>"##;

fn feed(language: &Language) -> Value {
    let events = EVENTS.iter().zip(language.headlines);
    let items = events.map(|((id, time, signs), headline)| {
        let has = |sign: &str| signs.split(' ').any(|known| known == sign);
        let mut item = json!({
            "id": id,
            "url": format!("/live?entry={id}"),
            "title": headline,
            "content_text": headline,
            "date_published": format!("2026-03-{time}:00Z"),
            "tags": ["key-event"],
            "_key_events": { "summary": has("summary") },
        });
        if let Some(weight) = ["major", "minor"].into_iter().find(|weight| has(weight)) {
            item["_key_events"]["weight"] = weight.into();
        }
        if has("updated") {
            item["date_modified"] = "2026-03-04T14:02:00Z".into();
        }
        if has("image") {
            item["image"] = "/image.svg".into();
        }
        if has("text") {
            item["content_text"] = language.text.into();
        }
        if has("story") {
            item["content_html"] = language.story.into();
            item["authors"] = json!([{ "name": language.author }]);
        }
        item
    });
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": language.heading,
        "language": language.tag,
        "items": items.collect::<Vec<_>>(),
        "_key_events": {
            "related": language.related.map(|title| json!({ "title": title, "url": "/more" })),
            "discussion_url": "/talk",
        },
    })
}

/// The width of a picture.
fn width() -> u32 {
    WIDTHS.iter().map(|width| width + GAP).sum::<u32>() + GAP
}

/// A page with a box of each width. To the right of the picture is the live blog, which the reader has
/// scrolled to the current event.
fn document(theme: &str, scheme: &str, language: &Language) -> String {
    let Language { tag, direction, .. } = language;
    let boxes = WIDTHS.map(|width| {
        format!(
            r#"<div dir="{direction}" style="width: {width}px"><key-events src="/feed.json" anchor="{{id}}" time-zone="Europe/London" limit="7" refresh="0" loading="eager" images overview></key-events></div>"#
        )
    });
    let present = EVENTS.iter().filter(|(.., signs)| *signs != "elsewhere");
    let current = EVENTS.iter().position(|(id, ..)| *id == CURRENT).unwrap();
    let blog = present.enumerate().map(|(index, (id, ..))| {
        let height = if index < current { 2 } else { 200 };
        format!(r#"<p id="{id}" style="height: {height}px">{id}</p>"#)
    });
    format!(
        r#"<!doctype html><html lang="{tag}"><head><meta charset="utf-8"><title>Pictures</title>
        <script>Date.now = () => {NOW}</script>
        <style>
          :root {{ color-scheme: {scheme}; }}
          body {{ margin: 0; background: light-dark(#e9e9e9, #303030); }}
          .boxes {{ display: flex; align-items: start; gap: {GAP}px; box-sizing: border-box; width: {width}px; padding: {GAP}px; }}
          .boxes > div {{ flex: none; }}
          .blog {{ position: absolute; inset: 0 auto auto {width}px; width: 200px; }}
          .blog p {{ margin: 0; overflow: hidden; }}
        </style><style>{theme}</style>
        <script type="module" src="{{cdn}}/key-events.js"></script></head>
        <body><div class="boxes">{}</div><div class="blog">{}</div></body></html>"#,
        boxes.concat(),
        blog.collect::<String>(),
        width = width(),
    )
}

/// Every widget of the page, for scripts.
const WIDGETS: &str =
    "[...document.querySelectorAll('key-events')].map(({ shadowRoot }) => shadowRoot)";

/// Opens a page and waits until nothing is missing in it. Then takes the picture.
async fn take(site: &TestSite, page: &Page, html: &str, language: &Language) -> Screenshot {
    // With an invalid `Date`, so that the reader's clock is not corrected.
    let response = MockResponse::json(&feed(language).to_string());
    site.respond("/feed.json", response.header("date", "never"));
    site.respond("/", site.html(html));
    page.open("/").await;
    // The lazy chunk renders the buttons, and marks the current event.
    for part in ["[part=next]", "[part~=current]", "svg .needle"] {
        let all = format!("{WIDGETS}.every((root) => root?.querySelector('{part}'))");
        page.wait_until(&all).await;
    }
    let story = "[data-id=summary] [part=more]";
    page.run(&format!(
        "for (const root of {WIDGETS}) root.querySelector('{story}').click()"
    ))
    .await;
    let open = format!("{WIDGETS}.every((root) => root.querySelector('.rich blockquote'))");
    page.wait_until(&open).await;
    // After a key, the focus has a ring.
    page.press(Key::Tab).await;
    let (number, focused) = language.focus;
    page.nth_widget(number).focus(focused).await;
    let ring = format!("{WIDGETS}[{number}].querySelector('{focused}').matches(':focus-visible')");
    page.wait_until(&ring).await;
    let settled = format!(
        "const images = {WIDGETS}.flatMap((root) => [...root.querySelectorAll('img')]);
        return Promise.all([document.fonts.ready, ...images.filter((image) => image.checkVisibility()).map((image) => image.decode())])
            .then(() => images.length)"
    );
    assert_eq!(page.run(&settled).await, WIDTHS.len());
    let height = page
        .run("return document.querySelector('.boxes').offsetHeight")
        .await
        .as_u64();
    assert!(height.is_some_and(|height| height <= HEIGHT.into()));
    let clip = json!({
        "format": "png",
        "clip": { "x": 0, "y": 0, "width": width(), "height": height, "scale": 1 },
    });
    // A frame that is like the one before is the last.
    let mut last = Value::Null;
    for _ in 0..20 {
        let data = page.devtools("Page.captureScreenshot", clip.clone()).await["data"].take();
        if data == last {
            let png = BASE64_STANDARD.decode(data.as_str().unwrap()).unwrap();
            return Screenshot::decode(&png).coarse();
        }
        last = data;
    }
    panic!("the page does not come to rest");
}

/// The font families of the themes. A picture depends on which of them are installed.
const FAMILIES: [&str; 21] = [
    "system-ui",
    "sans-serif",
    "serif",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Helvetica Neue",
    "Helvetica",
    "Arial",
    "Iowan Old Style",
    "Palatino Linotype",
    "Palatino",
    "TeX Gyre Pagella",
    "Georgia",
    "Inter",
    "Helvetica Neue Condensed Black",
    "Avenir Next Condensed",
    "Roboto Condensed",
    "Arial Narrow",
    "Helvetica Narrow",
    "monospace",
];

/// What the glyphs in a picture depend on: the version of Chromium, and for each font family the width of a text of
/// each script and weight, with the number of pixels that it inks.
async fn fingerprint(page: &Page) -> String {
    let script = format!(
        "const used = {WIDGETS}.flatMap((root) => [...root.querySelectorAll('[part]')])
            .flatMap((element) => getComputedStyle(element).fontFamily.split(/, */))
            .map((family) => family.replaceAll('\"', ''));
        const unknown = used.filter((family) => !arguments[0].includes(family));
        if (unknown.length) throw new Error(`add to FAMILIES: ${{[...new Set(unknown)]}}`);
        const canvas = Object.assign(document.createElement('canvas'), {{ width: 900, height: 60 }});
        const context = canvas.getContext('2d', {{ willReadFrequently: true }});
        const probe = (family, weight, text) => {{
            const generic = /^(system-ui|(sans-)?serif)$/.test(family) ? family : `\"${{family}}\", monospace`;
            context.clearRect(0, 0, canvas.width, canvas.height);
            context.font = `${{weight}} 32px ${{generic}}`;
            context.fillText(text, 450, 40);
            const {{ data }} = context.getImageData(0, 0, canvas.width, canvas.height);
            const ink = data.filter((value, index) => index % 4 == 3 && value > 127).length;
            return `${{context.measureText(text).width.toFixed(1)}}/${{ink}}`;
        }};
        context.textAlign = 'center';
        const scripts = ['Hamburgefonstiv ÄÖÜß 0123', 'أبرز الأحداث اليوم ٠١٢٣', '↗\\ufe0e ↓ — · “”'];
        const lines = arguments[0].map((family) =>
            `${{family}}: ${{[400, 700].flatMap((weight) => scripts.map((text) => probe(family, weight, text))).join(' ')}}`);
        return [navigator.userAgent.match(/Chrome\\/\\d+/)[0], ...lines, ''].join('\\n')"
    );
    let fingerprint = page.run_with(&script, json!([FAMILIES])).await;
    fingerprint.as_str().unwrap().to_owned()
}

async fn assert_theme(site: &TestSite, page: &Page, theme: &str) {
    let css = TestSite::file(&format!("themes/{theme}.css"));
    let css = String::from_utf8(css.to_vec()).unwrap();
    assert_pictures(site, page, theme, &css).await;
}

/// Compares the pictures of a theme with those in `tests/e2e/snapshots/pictures/`. With `UPDATE_SNAPSHOTS=1`, writes
/// them there.
async fn assert_pictures(site: &TestSite, page: &Page, theme: &str, css: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/pictures");
    let screen = json!({
        "width": width() + 200, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false,
    });
    page.devtools("Emulation.setDeviceMetricsOverride", screen)
        .await;
    site.respond("/image.svg", MockResponse::new("image/svg+xml", IMAGE));
    let is_update = env::var_os("UPDATE_SNAPSHOTS").is_some();
    let mut has_same_fonts = None;
    let mut faults = Vec::new();
    for language in &LANGUAGES {
        // The dark scheme has other colors, not another layout: one language is enough.
        let schemes = if language.tag == "en" {
            &SCHEMES[..]
        } else {
            &SCHEMES[..1]
        };
        for scheme in schemes {
            let name = format!("{theme}-{}-{scheme}", language.tag);
            let file = folder.join(format!("{name}.png"));
            let now = take(site, page, &document(css, scheme, language), language).await;
            if is_update {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&file, now.encode()).unwrap();
            }
            if has_same_fonts.is_none() {
                let fingerprint = fingerprint(page).await;
                let file = folder.join("fonts.txt");
                if is_update {
                    fs::write(&file, &fingerprint).unwrap();
                }
                has_same_fonts = Some(fs::read_to_string(file).unwrap_or_default() == fingerprint);
                if has_same_fonts == Some(false) {
                    eprintln!(
                        "{theme}: the committed pictures are of other fonts: only their sizes are compared"
                    );
                }
            }
            let Ok(committed) = fs::read(&file) else {
                faults.push(format!("{name}: there is no picture"));
                continue;
            };
            let committed = Screenshot::decode(&committed);
            let fault = match has_same_fonts {
                Some(true) => difference(&now, &committed),
                _ => difference_of_sizes(&now, &committed),
            };
            if let Some(fault) = fault {
                let differences = now.differences_above(TOLERANCE, &committed);
                let saved = [("", now), ("-differences", differences)].map(|(end, picture)| {
                    runner::save(&format!("{name}{end}"), &picture.encode()).unwrap_or_default()
                });
                faults.push(format!("{name}: {fault}: {}", saved.join(", ")));
            }
        }
    }
    let faults = faults.join("\n");
    assert!(faults.is_empty(), "UPDATE_SNAPSHOTS=1 writes it\n{faults}");
}

/// The boxes that differ, and by how many of their pixels.
fn difference(now: &Screenshot, committed: &Screenshot) -> Option<String> {
    if now.size() != committed.size() {
        let (now, committed) = (now.size(), committed.size());
        return Some(format!("{now:?} instead of {committed:?}"));
    }
    let mut left = f64::from(GAP) / 2.0;
    let boxes = WIDTHS.map(|width| {
        // With half of the gap at either side.
        let part = [left, 0.0, f64::from(width + GAP), f64::from(HEIGHT)];
        left += f64::from(width + GAP);
        let share = now
            .part(part)
            .difference_above(TOLERANCE, &committed.part(part));
        (share > SHARE).then(|| format!("{:.2} % at {width} px", share * 100.0))
    });
    let boxes: Vec<_> = boxes.into_iter().flatten().collect();
    (!boxes.is_empty()).then(|| boxes.join(", "))
}

fn difference_of_sizes(now: &Screenshot, committed: &Screenshot) -> Option<String> {
    let pairs = [
        (now.size().0, committed.size().0),
        (now.size().1, committed.size().1),
    ];
    let is_other = pairs.iter().any(|(now, committed)| {
        #[allow(clippy::cast_precision_loss, reason = "small")]
        let ratio = *now as f64 / *committed as f64;
        (ratio - 1.0).abs() > SIZE
    });
    is_other.then(|| format!("{:?} instead of {:?}", now.size(), committed.size()))
}
