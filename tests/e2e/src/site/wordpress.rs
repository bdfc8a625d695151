//! A real WordPress: Debian's packages, with a database and a server of its own.

use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::{TestSite, dist, server::listener};
use crate::browser::process::ProcessGroup;

/// Where the packages have PHP, and the start of the path of its extensions.
const PHP: &str = "usr/bin/php8";
const PHP_EXTENSIONS: &str = "usr/lib/php/20";

/// The extensions of PHP that WordPress uses.
const EXTENSIONS: [&str; 6] = [
    "mysqlnd",
    "mysqli",
    "ctype",
    "tokenizer",
    "iconv",
    "fileinfo",
];

/// A site with the plugin of key-events, whose files are those of the build. Its only user is the administrator
/// `editor`, with the password `password`.
///
/// Dropping it stops its servers and removes its files.
#[derive(Debug)]
pub struct WordPress {
    php: Php,
    _server: ProcessGroup,
    _database: ProcessGroup,
    folder: TempDir,
}

/// The program, with what it needs for the site.
#[derive(Debug)]
struct Php {
    program: String,
    arguments: Vec<String>,
    environment: Vec<(&'static str, String)>,
    host: String,
}

impl WordPress {
    /// Installs the site, and starts it.
    ///
    /// # Panics
    /// If a package is missing, or if a program fails.
    pub async fn start(site: &TestSite) -> Self {
        let folder = TempDir::with_prefix("key-events-wordpress-").unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        write_files(&folder.path().join("site"));
        let database = database(&path("database"), &path("socket")).await;
        let address = listener().local_addr().unwrap();
        let extensions = EXTENSIONS.map(|name| format!("-dextension={name}"));
        let php = Php {
            program: find(PHP),
            arguments: [
                "-n".into(),
                format!("-dextension_dir={}", find(PHP_EXTENSIONS)),
            ]
            .into_iter()
            .chain(extensions)
            .collect(),
            environment: vec![
                ("LD_LIBRARY_PATH", libraries()),
                ("PHP_CLI_SERVER_WORKERS", "4".into()),
                ("SITE_HOST", address.to_string()),
                ("SITE_LOG", path("log")),
                ("SITE_RECORDER", site.recorder_url()),
                ("SITE_SOCKET", path("socket")),
            ],
            host: address.to_string(),
        };
        let error = php.run(
            folder.path(),
            "return activate_plugin('key-events/key-events.php');",
        );
        assert_eq!(error, "", "the plugin is not activated");
        let root = path("site");
        let router = path("site/router.php");
        let mut arguments: Vec<&str> = php.arguments.iter().map(String::as_str).collect();
        arguments.extend(["-S", &php.host, "-t", &root, &router]);
        let environment: Vec<_> = php
            .environment
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let server = ProcessGroup::start(&php.program, arguments, &environment).unwrap();
        let started = server.wait_for_line(|line| line.contains(") started").then_some(()));
        started.await.unwrap();
        Self {
            php,
            _server: server,
            _database: database,
            folder,
        }
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.php.host)
    }

    /// Runs PHP code in WordPress, and returns what it returns.
    ///
    /// # Panics
    /// If it fails.
    pub fn run(&self, code: &str) -> String {
        self.php.run(self.folder.path(), code)
    }

    /// Publishes a page or a post; returns its id.
    ///
    /// # Panics
    /// If WordPress does not take it.
    pub fn publish(&self, kind: &str, title: &str, content: &str) -> String {
        let json = serde_json::json!({
            "post_type": kind, "post_title": title, "post_content": content, "post_status": "publish",
        });
        let json = json.to_string().replace('\\', "\\\\").replace('\'', "\\'");
        self.run(&format!(
            "return wp_insert_post( wp_slash( json_decode( '{json}', true ) ) );"
        ))
    }

    /// Adds a plugin that is always active.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn add_plugin(&self, code: &str) {
        let file = self
            .folder
            .path()
            .join("site/wp-content/mu-plugins/added.php");
        fs::write(file, format!("<?php\n{code}")).unwrap();
    }

    /// What PHP has reported about the plugin.
    pub fn problems(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines = log
            .lines()
            .filter(|line| line.contains("plugins/key-events/"));
        lines.map(str::to_owned).collect()
    }
}

impl Php {
    fn run(&self, folder: &Path, code: &str) -> String {
        let output = Command::new(&self.program)
            .args(&self.arguments)
            .arg(folder.join("site/run.php"))
            .arg(folder.join("site"))
            .arg(code)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert!(
            output.status.success(),
            "{code}:\n{}{}{log}",
            text(&output.stdout),
            text(&output.stderr)
        );
        text(&output.stdout)
    }
}

/// The site's folder: a copy of WordPress with a configuration, the plugin, and what the tests need.
fn write_files(site: &Path) {
    let wordpress = find("usr/share/wordpress");
    let copied = Command::new("cp")
        .arg("-a")
        .args([Path::new(&wordpress), site])
        .status();
    assert!(copied.unwrap().success(), "{wordpress}");
    let plugin = site.join("wp-content/plugins/key-events");
    fs::create_dir(&plugin).unwrap();
    fs::create_dir(site.join("wp-content/mu-plugins")).unwrap();
    for (name, text) in [
        ("wp-config.php", include_str!("wordpress/wp-config.php")),
        ("run.php", include_str!("wordpress/run.php")),
        ("router.php", include_str!("wordpress/router.php")),
        (
            "wp-content/mu-plugins/tests.php",
            include_str!("wordpress/must-use.php"),
        ),
        (
            "wp-content/plugins/key-events/key-events.php",
            include_str!("../../../../integrations/wordpress/key-events.php"),
        ),
    ] {
        fs::write(site.join(name), text).unwrap();
    }
    let dist = dist::folder().canonicalize().unwrap();
    symlink(dist, plugin.join("dist")).unwrap();
    // Debian's WordPress has links to other packages, beside its folder.
    for name in ["javascript/underscore", "javascript/cropper", "php/getid3"] {
        let link = site.with_file_name(name);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(find(&format!("usr/share/{name}")), link).unwrap();
    }
}

/// A database with a user `root` without a password, on a socket.
async fn database(data: &str, socket: &str) -> ProcessGroup {
    let share = find("usr/share/mysql");
    let base = share.trim_end_matches("/share/mysql");
    let installed = Command::new(find("usr/bin/mariadb-install-db"))
        .args(["--no-defaults", "--user=root", "--skip-test-db"])
        .arg("--auth-root-authentication-method=normal")
        .args([format!("--basedir={base}"), format!("--datadir={data}")])
        .env("LD_LIBRARY_PATH", libraries())
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&installed.stdout);
    assert!(installed.status.success(), "{report}");
    let arguments = [
        "--no-defaults",
        "--user=root",
        "--skip-networking",
        "--innodb-flush-log-at-trx-commit=0",
        &format!("--basedir={base}"),
        &format!("--lc-messages-dir={share}"),
        &format!("--datadir={data}"),
        &format!("--socket={socket}"),
        &format!("--pid-file={data}.pid"),
    ];
    let environment = [("LD_LIBRARY_PATH", &*libraries())];
    let server = ProcessGroup::start(&find("usr/sbin/mariadbd"), arguments, &environment).unwrap();
    let ready = |line: &str| line.contains("ready for connections").then_some(());
    server.wait_for_line(ready).await.unwrap();
    server
}

/// The folder of the unpacked packages. A package that is installed is not unpacked.
fn packages() -> PathBuf {
    env::var_os("KEY_EVENTS_WORDPRESS")
        .expect("KEY_EVENTS_WORDPRESS is the folder of the packages")
        .into()
}

/// The path of a file of the packages, or else of the system, by the start of its path.
fn find(start: &str) -> String {
    try_find(start).unwrap_or_else(|| panic!("no {start}: `cargo xtask test --adoption` gets it"))
}

fn try_find(start: &str) -> Option<String> {
    let (folder, name) = start.rsplit_once('/')?;
    let mut found: Vec<_> = [packages(), "/".into()]
        .iter()
        .filter_map(|root| fs::read_dir(root.join(folder)).ok())
        .flatten()
        .filter_map(|file| Some(file.ok()?.path().display().to_string()))
        .filter(|path| {
            Path::new(path)
                .file_name()
                .is_some_and(|file| file.to_string_lossy().starts_with(name))
        })
        .collect();
    // The exact name comes first.
    found.sort_by_key(|path| !path.ends_with(start));
    found.into_iter().next()
}

/// The folder of the shared libraries in the packages; empty if there is none.
fn libraries() -> String {
    let folders = fs::read_dir(packages().join("usr/lib"))
        .into_iter()
        .flatten();
    let paths = folders.filter_map(|file| Some(file.ok()?.path().display().to_string()));
    paths
        .filter(|path| path.ends_with("-linux-gnu"))
        .collect::<Vec<_>>()
        .join(":")
}
