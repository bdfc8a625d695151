//! One attack: a context, an encoding and an action.

use std::fmt::Write as _;

/// A payload, by its number.
#[derive(Clone, Copy, Debug)]
pub struct Payload(pub usize);

/// What a payload tries to do. `N` is its number. Without quotes, so that it fits into any attribute.
const ACTIONS: [&str; 8] = [
    "canary(N)",
    "top.canary(N)",
    "alert(N)",
    "(0,eval)(`canary(N)`)",
    "document.title=`canary-N`,canary(N)",
    "document.cookie=`canary=N`,canary(N)",
    "Object.prototype.canaryN=1,canary(N)",
    "location.hash=`canary-N`,canary(N)",
];

/// Markup. `{js}` stands for the action, `{top}` for one that works in a frame, `{url}` for a resource.
const CONTEXTS: &[&str] = &[
    // Elements that run scripts, or load something.
    r"<script>{js}</script>",
    r#"<img src="{url}" onerror="{js}">"#,
    r"<img src={url} onerror={js}>",
    r"<img src='{url}' onerror='{js}' alt=x>",
    r"<svg onload={js}></svg>",
    r#"<svg><animate onbegin="{js}" attributeName="x" dur="1s"></animate></svg>"#,
    r#"<svg><set onbegin="{js}" attributeName="x" to="1"></set></svg>"#,
    r#"<svg><script href="{url}"></script></svg>"#,
    r"<svg><script>{js}</script></svg>",
    r#"<svg><image href="{url}" onerror="{js}"></image></svg>"#,
    r#"<svg><a xlink:href="javascript:{js}"><text y="20">Text</text></a></svg>"#,
    r#"<svg><use href="data:image/svg+xml,&lt;svg id=x onload={js}&gt;#x"></use></svg>"#,
    r#"<svg><animate attributeName="href" values="javascript:{js}"></animate></svg>"#,
    r#"<math href="javascript:{js}">Text</math>"#,
    r#"<math><maction actiontype="statusline" xlink:href="javascript:{js}">Text</maction></math>"#,
    r#"<body onload="{js}" background="{url}">Text"#,
    r#"<details open ontoggle="{js}"><summary>Text</summary></details>"#,
    r#"<video src="{url}" onerror="{js}"></video>"#,
    r#"<video><source src="{url}" onerror="{js}"></video>"#,
    r#"<video poster="{url}"></video>"#,
    r#"<audio src="{url}" onerror="{js}"></audio>"#,
    r#"<input autofocus onfocus="{js}">"#,
    r#"<input type="image" src="{url}" onerror="{js}">"#,
    r#"<select autofocus onfocus="{js}"></select>"#,
    r#"<textarea autofocus onfocus="{js}"></textarea>"#,
    r#"<marquee onstart="{js}">Text</marquee>"#,
    r#"<iframe src="javascript:{top}"></iframe>"#,
    r#"<iframe src="{url}"></iframe>"#,
    r#"<iframe srcdoc="&lt;script&gt;{top}&lt;/script&gt;"></iframe>"#,
    r#"<iframe srcdoc="<img src=x:x onerror={top}>"></iframe>"#,
    r#"<object data="{url}" onerror="{js}"></object>"#,
    r#"<object data="javascript:{top}"></object>"#,
    r#"<embed src="{url}" onerror="{js}">"#,
    r#"<link rel="stylesheet" href="{url}" onerror="{js}">"#,
    r#"<link rel="preload" as="image" href="{url}">"#,
    r#"<link rel="prefetch" href="{url}">"#,
    r"<style>@import '{url}';</style>",
    r"<style>* { background: url({url}) }</style>",
    r"<style>body, :host, section { display: none !important }</style>{top}",
    r#"<p style="background: url({url})">Text</p>"#,
    r#"<p style="position: fixed; inset: 0; z-index: 9999">Text</p>{top}"#,
    r#"<table background="{url}"><td background="{url}">Text</table>"#,
    r#"<img srcset="{url} 1x" onerror="{js}">"#,
    r#"<picture><source srcset="{url}"><img onerror="{js}"></picture>"#,
    r#"<meta http-equiv="refresh" content="0;url={url}">"#,
    r#"<meta http-equiv="content-security-policy" content="default-src 'none'">{top}"#,
    r#"<base href="{url}/">"#,
    r#"<base target="canary">{top}"#,
    r#"<form action="javascript:{js}"><button>Text</button></form>"#,
    r#"<form id="f" action="{url}"></form><button form="f" formaction="javascript:{js}">Text</button>"#,
    r#"<a href="javascript:{js}">Text</a>"#,
    r#"<a href="&#1;javascript:{js}">Text</a>"#,
    r#"<a href="java&Tab;script&colon;{js}">Text</a>"#,
    r#"<a href="{url}" ping="{url}" target="_top">Text</a>"#,
    r#"<area href="javascript:{js}">"#,
    r##"<map name="m"><area href="javascript:{js}" shape="default"></map><img usemap="#m">"##,
    r#"<p onclick="{js}">Text</p>"#,
    r#"<p onmouseover="{js}">Text</p>"#,
    r#"<p onpointerenter="{js}">Text</p>"#,
    r#"<p onfocus="{js}" tabindex="0">Text</p>"#,
    r#"<p onanimationstart="{js}">Text</p>"#,
    r#"<p ontransitionend="{js}">Text</p>"#,
    r#"<p oncopy="{js}">Text</p>"#,
    r#"<p onscrollend="{js}">Text</p>"#,
    r#"<p onwheel="{js}">Text</p>"#,
    r#"<p oncontextmenu="{js}">Text</p>"#,
    r#"<p onbeforematch="{js}" hidden="until-found">Text</p>"#,
    r#"<p onsecuritypolicyviolation="{js}">Text</p>"#,
    r#"<p onslotchange="{js}"><slot onslotchange="{js}"></slot></p>"#,
    r#"<p popover id="pop" onbeforetoggle="{js}" ontoggle="{js}">Text</p><button popovertarget="pop">x</button>"#,
    r#"<dialog open onclose="{js}">Text</dialog>"#,
    r#"<button commandfor="pop" command="show-popover" onclick="{js}">Text</button>"#,
    // Namespaces, and markup that is another after it is serialized and parsed again.
    r#"<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x:x onerror={js}&gt;">"#,
    r#"<math><mtext><table><mglyph><style><math><img src="{url}" onerror="{js}">"#,
    r#"<svg></p><style><a id="</style><img src=x:x onerror={js}>">"#,
    r#"<form><math><mtext></form><form><mglyph><style></math><img src="{url}" onerror="{js}">"#,
    r#"<math><annotation-xml encoding="text/html"><img src="{url}" onerror="{js}"></annotation-xml></math>"#,
    r#"<svg><foreignObject><img src="{url}" onerror="{js}"></foreignObject></svg>"#,
    r#"<svg><desc><img src="{url}" onerror="{js}"></desc></svg>"#,
    r#"<svg><title><style><img src="{url}" onerror="{js}"></style></title></svg>"#,
    r#"<svg><style><img src="{url}" onerror="{js}"></style></svg>"#,
    r#"<math><style><img src="{url}" onerror="{js}"></style></math>"#,
    r"<select><template><img src={url} onerror={js}></template></select>",
    r"<table><caption><select><img src={url} onerror={js}></select></caption></table>",
    r#"<noscript><p title="</noscript><img src=x:x onerror={js}>"></noscript>"#,
    r#"<xmp><p title="</xmp><img src=x:x onerror={js}>"></xmp>"#,
    r#"<noembed><p title="</noembed><img src=x:x onerror={js}>"></noembed>"#,
    r#"<noframes><p title="</noframes><img src=x:x onerror={js}>"></noframes>"#,
    r#"<iframe><p title="</iframe><img src=x:x onerror={js}>"></iframe>"#,
    r"</textarea></title></style></script></xmp><img src=x:x onerror={js}>",
    r"<title><img src=x:x onerror={js}></title>",
    r"<textarea><img src=x:x onerror={js}></textarea><img src=x:x onerror={js}>",
    r"<plaintext><img src=x:x onerror={js}>",
    r"<!--><img src=x:x onerror={js}>-->",
    r"<!-- --!><img src=x:x onerror={js}> -->",
    r"<![CDATA[><img src=x:x onerror={js}>]]>",
    r"<?xml ><img src=x:x onerror={js}>?>",
    r"<svg><![CDATA[</svg><img src=x:x onerror={js}>]]></svg>",
    r"</p></div></section></ol></template></key-events><img src=x:x onerror={js}>",
    // Shadow trees and custom elements.
    r"<template shadowrootmode=open><img src=x:x onerror={js}></template>",
    r"<div><template shadowrootmode=open><img src={url} onerror={js}></template></div>",
    r"<template><img src={url} onerror={js}></template>",
    r#"<key-events src="{url}" loading="eager"></key-events>"#,
    r#"<p is="key-events" slot="x" part="base toggle" class="item" data-action="toggle">Text</p>{top}"#,
    r#"<slot name="x" onclick="{js}">Text</slot>"#,
    // Names that shadow properties.
    r#"<form id="document" name="body"><input name="attributes"><input name="parentNode"><img src="{url}" onerror="{js}"></form>"#,
    r#"<form><input name="childNodes"><input name="nodeName"><input name="removeChild"></form><img src=x:x onerror={js}>"#,
    r#"<img name="getElementById"><img name="createElement"><img name="currentScript" src="{url}">"#,
    r#"<a id="canary"></a><a id="canary" name="href" href="{url}">Text</a><iframe name="canary" src="{url}"></iframe>"#,
    r#"<object name="cookie"></object><embed name="location"><form name="title"></form>{top}"#,
    // What ends a string, an attribute or a script.
    r#""onmouseover="{js}" x=""#,
    r"'onmouseover='{js}' x='",
    r#""><img src=x:x onerror={js}>"#,
    r"'><svg onload={js}>",
    r"--></style></title></script><script>{js}</script><img src=x:x onerror={js}>",
    r#"\"}];{js};//</script><img src=x:x onerror={js}>"#,
    r"${{js}}`;{js}//",
    r"{{constructor.constructor('{js}')()}}",
    r"</script><!--<script>--><img src=x:x onerror={js}>",
];

/// URLs. Those that a page may have are no links to it, so nobody requests them.
const URLS: &[&str] = &[
    "javascript:{js}",
    "JaVaScRiPt:{js}",
    "java\tscript:{js}",
    "java\r\nscript:{js}",
    " \u{a0}javascript:{js}",
    "\u{1}javascript:{js}",
    "\u{feff}javascript:{js}",
    "javascript\u{0}:{js}",
    "javascript&colon;{js}",
    "javascript&#58;{js}",
    "&#106;avascript:{js}",
    "javascript%3A{js}",
    "javascript://%0a{js}",
    "javascript:/*-->*/{js}",
    "java\u{ad}script:{js}",
    "ｊavascript:{js}",
    "vbscript:{js}",
    "livescript:{js}",
    "feed:javascript:{js}",
    "view-source:javascript:{js}",
    "jar:javascript:{js}!/",
    "data:text/html,<script>top.{js}</script>",
    "data:text/html;base64,PHNjcmlwdD50b3AuY2FuYXJ5KDApPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{js}'/>",
    "blob:null/{js}",
    "filesystem:http://x/{js}",
    "file:///etc/passwd",
    "about:srcdoc",
    "ws://x/{url}",
    "{url}\"onmouseover=\"{js}",
    "{url}'onmouseover='{js}",
    "{url}\"><img src=x:x onerror={js}>",
    "{url}#\"><svg onload={js}>",
    "{url}</script><script>{js}</script>",
    "//x\\@y{url}",
    "https:javascript:{js}",
    "http://user:{js}@x{url}",
    "#\"><img src=x:x onerror={js}>",
    "?x=<img src=x:x onerror={js}>",
    "%00javascript:{js}",
    "../../../../{url}",
    "__proto__",
    "constructor",
];

/// The number of encodings, of which the first changes nothing.
const ENCODINGS: usize = 16;

impl Payload {
    /// The payload as markup.
    pub fn markup(self) -> String {
        let Self(number) = self;
        let context = CONTEXTS[number % CONTEXTS.len()];
        let block = number / CONTEXTS.len();
        // Every other time that a context comes, it is as it is.
        let encoding = match block % 2 {
            0 => 0,
            _ => (number + block / 2) % ENCODINGS,
        };
        encode(encoding, context, |template| self.fill(template, encoding))
    }

    /// The payload as a URL.
    pub fn url(self) -> String {
        let Self(number) = self;
        self.fill(URLS[number % URLS.len()], number / URLS.len())
    }

    /// A URL that no browser requests, because it has no scheme of the web.
    pub fn script_url(self) -> String {
        self.fill("javascript:{js}", 0)
    }

    fn fill(self, template: &str, encoding: usize) -> String {
        let Self(number) = self;
        let action = ACTIONS[(number + number / CONTEXTS.len()) % ACTIONS.len()];
        let js = action.replace('N', &number.to_string());
        let js = match encoding {
            // The same name for a script.
            8 => js.replace("canary(", r"c\u0061nary("),
            // The same text for HTML.
            4 => references(&js, |text, char| write!(text, "&#{};", char as u32)),
            5 => references(&js, |text, char| write!(text, "&#x{:05X};", char as u32)),
            _ => js,
        };
        template
            .replace("{js}", &js)
            .replace("{top}", &format!("top.canary({number})"))
            .replace("{url}", &format!("/canary?{number}"))
    }
}

fn references(text: &str, write: impl Fn(&mut String, char) -> std::fmt::Result) -> String {
    let mut encoded = String::new();
    for char in text.chars() {
        write(&mut encoded, char).unwrap();
    }
    encoded
}

/// Encodes a template, before or after it is filled.
fn encode(encoding: usize, template: &str, fill: impl Fn(&str) -> String) -> String {
    let signs = |less: &str, greater: &str| {
        let text = fill(template);
        text.replace('<', less).replace('>', greater)
    };
    match encoding {
        1 => fill(&mixed_case(template)),
        2 => signs("&lt;", "&gt;"),
        3 => signs("&amp;lt;", "&amp;gt;"),
        6 => fill(&template.replace('<', "<\0").replace("on", "o\0n")),
        7 => fill(&template.replace(' ', "\u{c}")),
        9 => signs("%3C", "%3E"),
        10 => signs("+ADw-", "+AD4-"),
        11 => signs("\u{c0}\u{bc}", "\u{c0}\u{be}"),
        12 => signs("\u{ff1c}", "\u{ff1e}"),
        13 => fill(&template.replace(' ', "/").replace("=\"", "\t=\n\"")),
        14 => {
            // Without its end.
            let text = fill(template);
            let end = text.rfind(['<', '>']).unwrap_or(text.len());
            text[..end].to_owned()
        }
        15 => signs("<<b></b><", ">"),
        _ => fill(template),
    }
}

/// In alternating case, except for what is filled in.
fn mixed_case(template: &str) -> String {
    let mut depth = 0;
    let change = |(index, char): (usize, char)| {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && index % 2 == 0 {
            char.to_ascii_uppercase()
        } else {
            char
        }
    };
    template.chars().enumerate().map(change).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_whole_run_has_more_than_5000_different_payloads() {
        let all: BTreeSet<String> = (0..5_600).map(|n| Payload(n).markup()).collect();
        assert!(all.len() > 5_000, "{}", all.len());
    }

    #[test]
    fn the_first_payloads_have_every_context_as_it_is() {
        let first = Payload(0).markup();
        assert_eq!(first, "<script>canary(0)</script>");
        let second = Payload(1).markup();
        assert_eq!(second, r#"<img src="/canary?1" onerror="top.canary(1)">"#);
    }
}
