//! Projects of the package's users: the packed files, installed beside bundlers and compilers.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::{
    browser::process::ProcessGroup,
    site::{MockResponse, TestSite, media_type},
};

/// The name of the package.
pub const PACKAGE: &str = "key-events-timeline";

/// Tells the programs that nobody is there to read or to answer, and that they should report nothing.
const QUIET: [(&str, &str); 4] = [
    ("CI", "1"),
    ("ASTRO_TELEMETRY_DISABLED", "1"),
    ("NEXT_TELEMETRY_DISABLED", "1"),
    ("NG_CLI_ANALYTICS", "false"),
];

/// The folder `node_modules` that a variable names.
fn node_modules(variable: &str) -> PathBuf {
    let folder = env::var_os(variable);
    folder
        .unwrap_or_else(|| panic!("{variable} is a node_modules folder"))
        .into()
}

/// The code of the blocks in a language in `docs/frameworks.md`.
///
/// # Panics
/// If a block does not end.
pub fn documented(language: &str) -> Vec<&'static str> {
    let document = include_str!("../../../docs/frameworks.md");
    let start = format!("```{language}\n");
    let blocks = document.split(&*start).skip(1);
    blocks
        .map(|rest| rest.split_once("\n```").unwrap().0)
        .collect()
}

/// The response with a script of an installed package.
///
/// # Panics
/// If it is not installed.
pub fn installed_script(path: &str) -> MockResponse {
    let script = node_modules("KEY_EVENTS_NPM").join(path);
    let text = fs::read(&script).unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    MockResponse::new("text/javascript", text)
}

/// A folder with the package and the project's own files.
#[derive(Debug)]
pub struct NpmProject {
    folder: TempDir,
    tools: PathBuf,
}

impl NpmProject {
    /// Packs the package as npm would publish it, and installs it in a new project with these files.
    ///
    /// # Panics
    /// If npm fails, or if a variable is missing.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self::beside(node_modules("KEY_EVENTS_NPM"));
        for (name, text) in files {
            project.write(name, text);
        }
        project.install();
        project
    }

    /// The same with the files of a folder of `tests/adoption/`, beside the frameworks.
    ///
    /// # Panics
    /// If npm fails, or if a variable is missing.
    pub fn of_fixture(name: &str) -> Self {
        let project = Self::beside(node_modules("KEY_EVENTS_FRAMEWORKS"));
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../adoption");
        project.add_folder(&fixture.join(name), "");
        project.install();
        project
    }

    /// An empty project in the folder of the other packages, where programs find them without links. Some bundlers
    /// follow no links.
    fn beside(tools: PathBuf) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("project-")
            .tempdir_in(tools.parent().unwrap())
            .unwrap();
        let project = Self { folder, tools };
        project.write("package.json", r#"{ "private": true, "type": "module" }"#);
        project
    }

    fn add_folder(&self, from: &Path, prefix: &str) {
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap().path();
            let name = format!("{prefix}{}", file.file_name().unwrap().to_string_lossy());
            if file.is_dir() {
                self.add_folder(&file, &format!("{name}/"));
            } else {
                self.write(&name, &fs::read_to_string(&file).unwrap());
            }
        }
    }

    fn install(&self) {
        let dist = env::var_os("KEY_EVENTS_DIST").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"),
            PathBuf::from,
        );
        let dist = dist.to_string_lossy().into_owned();
        let packed = self.run("npm", &["pack", "--ignore-scripts", "--silent", &dist]);
        let archive = String::from_utf8(packed.stdout).unwrap();
        let archive = format!("./{}", archive.trim());
        let options = ["--offline", "--no-audit", "--no-fund", "--no-package-lock"];
        self.run("npm", &[&["install"], &options[..], &[&archive]].concat());
    }

    /// The folder of the project.
    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Adds a file.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, name: &str, text: &str) {
        let file = self.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Replaces a text in a file.
    ///
    /// # Panics
    /// If it is not there.
    pub fn replace(&self, name: &str, from: &str, to: &str) {
        let before = self.read(name);
        assert!(before.contains(from), "{name} has no {from}");
        self.write(name, &before.replace(from, to));
    }

    /// The text of a file.
    ///
    /// # Panics
    /// If it is not there.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Removes a file.
    ///
    /// # Panics
    /// If it is not there.
    pub fn remove(&self, name: &str) {
        fs::remove_file(self.path().join(name)).unwrap();
    }

    /// Copies a file.
    ///
    /// # Panics
    /// If it is not there.
    pub fn copy(&self, from: &str, to: &str) {
        fs::copy(self.path().join(from), self.path().join(to)).unwrap();
    }

    /// The size of the packed file, in bytes.
    ///
    /// # Panics
    /// If there is none.
    pub fn archive_size(&self) -> u64 {
        let files = fs::read_dir(self.path()).unwrap().map(Result::unwrap);
        let mut archives =
            files.filter(|file| file.path().extension().is_some_and(|end| end == "tgz"));
        archives.next().unwrap().metadata().unwrap().len()
    }

    /// Runs a program in the folder, which must succeed.
    ///
    /// # Panics
    /// If it fails, with its output.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let output = self.try_run(program, arguments);
        assert!(
            output.status.success(),
            "{program} {arguments:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    /// Runs a program in the folder: one of the installed packages, or else one of the system.
    ///
    /// # Panics
    /// If it cannot be started.
    pub fn try_run(&self, program: &str, arguments: &[&str]) -> Output {
        let installed = self.tools.join(".bin").join(program);
        let program = if installed.is_file() {
            installed
        } else {
            program.into()
        };
        Command::new(&program)
            .args(arguments)
            .current_dir(self.path())
            .envs(QUIET)
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()))
    }

    /// Starts the development server of Vite. Returns the URL of its page, and what stops it when it is dropped.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn develop(&self) -> (String, impl Drop) {
        let program = self.tools.join(".bin/vite").to_string_lossy().into_owned();
        let folder = self.path().to_string_lossy().into_owned();
        // It takes the next port if this one is taken.
        let arguments = [&*folder, "--host", "127.0.0.1", "--port", "41730"];
        let process = ProcessGroup::start(&program, arguments, &[("NO_COLOR", "1")]).unwrap();
        let url = process.wait_for_line(|line| {
            let (_, url) = line.split_once("Local:")?;
            Some(url.trim().to_owned())
        });
        (url.await.unwrap(), process)
    }

    /// Serves the files below a folder of the project at the root of the publisher's origin.
    ///
    /// # Panics
    /// If the folder cannot be read.
    pub fn serve(&self, site: &TestSite, folder: &str) {
        serve(site, &self.path().join(folder), "");
    }
}

fn serve(site: &TestSite, folder: &Path, prefix: &str) {
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy();
        let path = format!("{prefix}/{name}");
        if file.is_dir() {
            serve(site, &file, &path);
        } else if let Some(page) = name.strip_suffix(".html") {
            // As most servers do.
            let path = format!("{prefix}/{}", page.strip_suffix("index").unwrap_or(page));
            site.respond(&path, site.html(&fs::read_to_string(&file).unwrap()));
        } else {
            let response = MockResponse::new(media_type(&name), fs::read(&file).unwrap());
            site.respond(&path, response);
        }
    }
}
