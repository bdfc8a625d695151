//! A real server: nginx with files, and a cache in front of it.

use std::{env, fmt::Write as _, fs, os::unix::fs::symlink, path::PathBuf};

use tempfile::TempDir;

use super::{dist, server::listener};
use crate::browser::process::ProcessGroup;

/// nginx on two origins. One serves files, with entity tags and server-side includes. The other is
/// a cache in front of it, which revalidates after a second. Both allow every origin.
///
/// Dropping it stops it.
#[derive(Debug)]
pub struct Nginx {
    origin: u16,
    cache: u16,
    _process: ProcessGroup,
    folder: TempDir,
}

/// One response, from the access log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The path.
    pub path: String,
    /// Whether the cache sent it.
    pub by_cache: bool,
    /// The status.
    pub status: u16,
}

impl Nginx {
    /// Starts it.
    ///
    /// # Panics
    /// When nginx is not installed where the environment variable `KEY_EVENTS_NGINX` says, or by
    /// default where the system installs it, or when it can't start.
    pub async fn start() -> Self {
        let program = env::var("KEY_EVENTS_NGINX").unwrap_or_else(|_| "/usr/sbin/nginx".to_owned());
        let mut failures = String::new();
        // Another process may take a port that was free a moment ago.
        for _ in 0..5 {
            let folder = TempDir::with_prefix("key-events-nginx-").unwrap();
            let [origin, cache] = free_ports();
            let root = folder.path().display().to_string();
            fs::create_dir(folder.path().join("site")).unwrap();
            let file = folder.path().join("nginx.conf");
            fs::write(&file, configuration(&root, origin, cache)).unwrap();
            let file = file.display().to_string();
            let process = ProcessGroup::start(&program, ["-p", &root, "-c", &file], &[]).unwrap();
            let started = process.wait_for_line(|line| {
                let failed = line.contains("[emerg]") || line.contains("not found");
                let started = line.contains("event method").then_some(Ok(()));
                started.or_else(|| failed.then(|| Err(line.to_owned())))
            });
            match started.await {
                Ok(Ok(())) => {
                    return Self {
                        origin,
                        cache,
                        _process: process,
                        folder,
                    };
                }
                Ok(Err(failure)) | Err(failure) => {
                    writeln!(failures, "{failure}").unwrap();
                }
            }
        }
        panic!("{program} does not start (`cargo xtask setup --browsers` gets it):\n{failures}");
    }

    /// Adds or replaces a file atomically.
    pub fn put(&self, name: &str, content: &str) {
        let new = self.folder.path().join("new");
        fs::write(&new, content).unwrap();
        fs::rename(new, self.path(name)).unwrap();
    }

    /// Serves the files of the build in a folder.
    ///
    /// # Panics
    /// If there is no build.
    pub fn link_dist(&self, folder: &str) {
        let folder = self.path(folder);
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(dist::folder()).unwrap() {
            let file = file.unwrap().path().canonicalize().unwrap();
            symlink(&file, folder.join(file.file_name().unwrap())).unwrap();
        }
    }

    /// The path of a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("site").join(name)
    }

    /// The URL of a path on the server of the files.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.origin)
    }

    /// The URL of a path on the cache.
    pub fn cached_url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.cache)
    }

    /// All responses so far, in the order in which they ended.
    pub fn served(&self) -> Vec<Served> {
        let log = fs::read_to_string(self.folder.path().join("access.log")).unwrap();
        let served = |line: &str| {
            let mut words = line.split(' ');
            Some(Served {
                by_cache: words.next()?.parse() == Ok(self.cache),
                status: words.next()?.parse().ok()?,
                path: words.next()?.to_owned(),
            })
        };
        // The last line may be incomplete.
        let lines = log.split_inclusive('\n');
        let whole = lines.filter_map(|line| line.strip_suffix('\n'));
        whole.filter_map(served).collect()
    }
}

fn free_ports() -> [u16; 2] {
    let listeners = [(); 2].map(|()| listener());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

/// The file in the documentation, for the feed in `live` and the folder `key-events`.
fn documented() -> &'static str {
    let page = include_str!("../../../../docs/hosting.md");
    let (_, rest) = page.split_once("```nginx\n").unwrap();
    rest.split_once("```").unwrap().0
}

/// One process, of the current user, that writes to its folder only.
fn configuration(folder: &str, origin: u16, cache: u16) -> String {
    let documented = documented();
    format!(
        r#"daemon off;
master_process off;
pid "{folder}/pid";
error_log stderr notice;
events {{}}
http {{
    client_body_temp_path "{folder}/body";
    proxy_temp_path "{folder}/proxy";
    fastcgi_temp_path "{folder}/fastcgi";
    uwsgi_temp_path "{folder}/uwsgi";
    scgi_temp_path "{folder}/scgi";
    log_format served "$server_port $status $request_uri";
    access_log "{folder}/access.log" served;
    types {{ application/json json; text/html html; }}
    server {{
        listen 127.0.0.1:{origin};
        root "{folder}/site";
        ssi on;
        add_header access-control-allow-origin *;
        {documented}
    }}
    proxy_cache_path "{folder}/cache" keys_zone=feeds:1m;
    server {{
        listen 127.0.0.1:{cache};
        location / {{
            proxy_pass http://127.0.0.1:{origin};
            proxy_cache feeds;
            proxy_cache_valid 200 1s;
            proxy_cache_revalidate on;
        }}
    }}
}}
"#
    )
}
