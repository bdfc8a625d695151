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

/// The folder `node_modules` with the other packages.
fn tools() -> PathBuf {
    let folder = env::var_os("KEY_EVENTS_NPM").expect("KEY_EVENTS_NPM is a node_modules folder");
    folder.into()
}

/// The response with a script of an installed package.
///
/// # Panics
/// If it is not installed.
pub fn installed_script(path: &str) -> MockResponse {
    let script = tools().join(path);
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
    /// Packs the package as npm would publish it, and installs it in a new project with these files. Their folders
    /// must not be nested.
    ///
    /// # Panics
    /// If npm fails, or if a variable is missing.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let dist = env::var_os("KEY_EVENTS_DIST").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"),
            PathBuf::from,
        );
        let folder = tempfile::tempdir().unwrap();
        let project = Self {
            folder,
            tools: tools(),
        };
        fs::create_dir(project.path()).unwrap();
        project.write("package.json", r#"{ "private": true, "type": "module" }"#);
        for (name, text) in files {
            project.write(name, text);
        }
        let dist = dist.to_string_lossy().into_owned();
        let packed = project.run("npm", &["pack", "--ignore-scripts", "--silent", &dist]);
        let archive = String::from_utf8(packed.stdout).unwrap();
        let archive = format!("./{}", archive.trim());
        let install = ["install", "--offline", "--no-audit", "--no-fund", &archive];
        project.run("npm", &install);
        // Programs find the other packages in the folder above. There are no links in the project, because npm
        // would remove them.
        #[cfg(unix)]
        std::os::unix::fs::symlink(&project.tools, project.folder.path().join("node_modules"))
            .unwrap();
        project
    }

    /// The folder of the project.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// Adds a file.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
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
        } else if name == "index.html" {
            let page = site.html(&fs::read_to_string(&file).unwrap());
            site.respond(&format!("{prefix}/"), page);
        } else {
            let response = MockResponse::new(media_type(&name), fs::read(&file).unwrap());
            site.respond(&path, response);
        }
    }
}
