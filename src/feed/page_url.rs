//! Whether two URLs are those of the same page.

/// Names of query parameters that name the way a reader came, not a page. `*` stands for any ending.
const TRACKING: &[&str] = &[
    "__hs*",
    "__twitter_impression",
    "_branch_*",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_ke",
    "_kx",
    "_openstat",
    "at_*",
    "cmp",
    "cmpid",
    "dclid",
    "echobox",
    "ef_id",
    "epik",
    "fbclid",
    "gad_*",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_*",
    "hsa_*",
    "hsctatracking",
    "icid",
    "igsh",
    "igshid",
    "intcid",
    "intcmp",
    "ito",
    "li_fat_id",
    "matomo_*",
    "mc_*",
    "mibextid",
    "mkt_tok",
    "ml_subscriber*",
    "msclkid",
    "mtm_*",
    "ncid",
    "ns_*",
    "ocid",
    "oly_*",
    "piwik_*",
    "pk_*",
    "ref_src",
    "ref_url",
    "s_cid",
    "s_kwcid",
    "sc_cid",
    "sfmc_*",
    "smid",
    "srsltid",
    "ttclid",
    "twclid",
    "utm_*",
    "vero_*",
    "wbraid",
    "wt.*",
    "wt_*",
    "xtor",
    "yclid",
];

/// Whether two absolute URLs are those of the same page, whatever their fragments are. The scheme, `www.`, a
/// slash at the end of the path, the name of an index file and tracking parameters make no difference.
pub fn is_same(one: &str, other: &str) -> bool {
    match (Parts::of(one), Parts::of(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

#[derive(PartialEq, Eq)]
struct Parts {
    host: String,
    path: String,
    query: Vec<String>,
}

impl Parts {
    /// `None`: the URL is not absolute.
    fn of(url: &str) -> Option<Self> {
        let (url, _) = url.split_once('#').unwrap_or((url, ""));
        let (url, query) = url.split_once('?').unwrap_or((url, ""));
        let (scheme, rest) = url.split_once("://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.to_ascii_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        let port = if scheme.eq_ignore_ascii_case("http") {
            ":80"
        } else {
            ":443"
        };
        let host = host.strip_suffix(port).unwrap_or(host);
        let mut query: Vec<_> = query
            .split('&')
            .filter(|parameter| !parameter.is_empty() && !is_tracking(parameter))
            .map(normalize_escapes)
            .collect();
        query.sort_unstable();
        Some(Self {
            host: host.to_owned(),
            path: normalize_escapes(without_index(path)),
            query,
        })
    }
}

/// The path without the name of an index file and without a slash at its end.
fn without_index(path: &str) -> &str {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let file = file.to_ascii_lowercase();
    let (name, ending) = file.split_once('.').unwrap_or((&file, ""));
    let is_index = match name {
        "" => ending.is_empty(),
        "index" | "default" => matches!(
            ending,
            "html" | "htm" | "shtml" | "shtm" | "xhtml" | "php" | "asp" | "aspx" | "jsp" | "cfm"
        ),
        _ => false,
    };
    if is_index { folder } else { path }
}

fn is_tracking(parameter: &str) -> bool {
    let (name, _) = parameter.split_once('=').unwrap_or((parameter, ""));
    let name = name.to_ascii_lowercase();
    TRACKING.iter().any(|known| match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *known,
    })
}

/// The text with unreserved characters decoded, and the hexadecimal digits of other escapes in lower case:
/// browsers leave them as they are.
///
/// Source: RFC 3986, section 6.2.2.
fn normalize_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let mut normal = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        let code = u8::from_str_radix(digits, 16).ok().map(char::from);
        let is_unreserved = |code: &char| code.is_ascii_alphanumeric() || "-._~".contains(*code);
        match code.filter(|code| digits.len() == 2 && is_unreserved(code)) {
            Some(code) => normal.push(code),
            None => {
                normal.push('%');
                normal.push_str(&digits.to_ascii_lowercase());
            }
        }
        normal.push_str(rest);
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://news.example/live/bridge";

    #[test]
    fn a_slash_an_index_file_and_tracking_make_no_difference() {
        for same in [
            "https://news.example/live/bridge/",
            "https://news.example/live/bridge#entry-1",
            "https://news.example/live/bridge/index.html#entry-1",
            "https://news.example/live/bridge/index.php",
            "https://news.example/live/bridge/index.shtml",
            "https://news.example/live/bridge/Default.aspx?xtor=RSS-1",
            "https://news.example/live/bridge/default.asp",
            "https://news.example:443/live/bridge",
            "http://news.example:80/live/bridge",
            "https://news.example/live/bridge?hsa_acc=1&piwik_campaign=2&mc_cid=3&WT.mc_id=4",
            "https://news.example/live/bridge#entry-1:~:text=bridge",
            "http://www.news.example/live/bridge?",
            "https://NEWS.example/live/bridge?utm_source=a&utm_campaign=b",
            "https://news.example/live/bridge/?fbclid=1&gclid=2&UTM_Medium=x#entry-1",
        ] {
            assert!(is_same(PAGE, same), "{same}");
            assert!(is_same(same, PAGE), "{same}");
        }
    }

    #[test]
    fn another_query_path_or_host_is_another_page() {
        for other in [
            "https://news.example/live/bridge?p=99",
            "https://news.example/live/bridge/?page=2&utm_source=a",
            "https://news.example/live/bridge/2",
            "https://news.example/live",
            "https://news.example/live/bridge.html",
            "https://news.example/live/Bridge",
            "https://other.example/live/bridge",
            "https://news.example:8080/live/bridge",
            "https://news.example:80/live/bridge",
            "https://news.example/live/bridge/default.json",
            "https://news.example/live/bridge/.html",
            "https://news.example/live/bridge?ref=1",
            "/live/bridge",
            "",
        ] {
            assert!(!is_same(PAGE, other), "{other}");
        }
    }

    #[test]
    fn the_order_of_parameters_makes_no_difference_and_their_values_do() {
        let page = "https://news.example/?p=99&lang=de";
        assert!(is_same(
            page,
            "https://news.example/index.html?lang=de&gclid=1&p=99"
        ));
        assert!(!is_same(page, "https://news.example/?p=98&lang=de"));
        assert!(!is_same(page, "https://news.example/?p=99"));
    }

    #[test]
    fn the_case_of_an_escape_makes_no_difference() {
        let page = "https://news.example/caf%C3%A9/";
        assert!(is_same(page, "https://news.example/caf%c3%a9"));
        assert!(!is_same(page, "https://news.example/CAF%C3%A9"));
        assert!(is_same("https://a.example/%", "https://a.example/%"));
    }

    #[test]
    fn an_escape_of_an_unreserved_character_makes_no_difference() {
        let page = "https://news.example/~reporter/live-1?q=a-b";
        assert!(is_same(
            page,
            "https://news.example/%7Ereporter/live%2d1?q=a%2Db"
        ));
        assert!(!is_same(
            page,
            "https://news.example/~reporter%2Flive-1?q=a-b"
        ));
        assert!(!is_same("https://a.example/+7", "https://a.example/%+7"));
    }

    #[test]
    fn the_start_page_is_the_same_with_and_without_a_slash() {
        assert!(is_same("https://news.example", "https://news.example/"));
        assert!(is_same(
            "https://news.example/",
            "https://news.example/index.html"
        ));
    }
}
