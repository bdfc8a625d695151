//! Runs scenarios: each one in every engine, with one browser per engine.

use std::{
    any::Any,
    cell::RefCell,
    env, fs,
    panic::{self, AssertUnwindSafe},
    path::Path,
    process::ExitCode,
    sync::{Arc, LazyLock},
    time::Duration,
};

use futures_util::{FutureExt, future::LocalBoxFuture};
use libtest_mimic::{Arguments, Failed, Trial};
use tokio::{runtime::Runtime, sync::Mutex};

use crate::{
    browser::{Browser, Engine, Preference},
    page::Page,
    site::{Build, TestSite},
};

/// The default time limit of a scenario.
pub const LIMIT: Duration = Duration::from_secs(45);

/// How many requests the report of a failed scenario lists.
const REPORTED: usize = 50;

/// A scenario. It runs in every engine.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// The file and the function, as in `embedding::one_tag_shows_the_feed`.
    pub name: &'static str,
    /// The scenario itself.
    pub run: fn(TestSite, Page) -> LocalBoxFuture<'static, ()>,
    /// The preferences of the reader.
    pub preferences: &'static [Preference],
    /// The engines that lack something the scenario needs.
    pub except: &'static [Engine],
    /// The time limit. Only a run that hangs takes this long.
    pub limit: Duration,
    /// Whether it also runs on a development build.
    pub in_development: bool,
}

impl Scenario {
    /// With these preferences of the reader.
    #[must_use]
    pub const fn preferring(mut self, preferences: &'static [Preference]) -> Self {
        self.preferences = preferences;
        self
    }

    /// Not in these engines.
    #[must_use]
    pub const fn except(mut self, engines: &'static [Engine]) -> Self {
        self.except = engines;
        self
    }

    /// With a limit of its own.
    #[must_use]
    pub const fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// On the release and on a development build.
    #[must_use]
    pub const fn in_development(mut self) -> Self {
        self.in_development = true;
        self
    }

    /// The name of its test in an engine. `None`: it does not run on this build.
    ///
    /// The build comes first, so that `chromium::file` finds the scenarios of both.
    fn test_name(&self, build: Build, engine: Engine) -> Option<String> {
        let name = format!("{engine}::{}", self.name);
        match build {
            _ if self.except.contains(&engine) => None,
            Build::Release => Some(name),
            Build::Development => self.in_development.then(|| format!("development::{name}")),
        }
    }
}

/// Makes a scenario of an `async fn(TestSite, Page)`. Its name has the file and the function.
#[macro_export]
macro_rules! scenario {
    ($function:ident) => {
        $crate::Scenario {
            name: const {
                let path = concat!(module_path!(), "::", stringify!($function));
                $crate::runner::without_crate_and_folder(path)
            },
            run: |site, page| ::std::boxed::Box::pin($function(site, page)),
            preferences: &[],
            except: &[],
            limit: $crate::runner::LIMIT,
            in_development: false,
        }
    };
}

/// Makes the list of a file's scenarios, `SCENARIOS`.
///
/// Scenarios after `also in development:` also run on a development build. The others run on the
/// release build only.
#[macro_export]
macro_rules! scenarios {
    (also in development: $($both:ident),* $(,)?) => {
        $crate::scenarios![; also in development: $($both),*];
    };
    ($($function:ident),* $(,)? $(; also in development: $($both:ident),* $(,)?)?) => {
        /// The scenarios of this file.
        pub(crate) const SCENARIOS: &[$crate::Scenario] = &[
            $($crate::scenario!($function),)*
            $($($crate::scenario!($both).in_development(),)*)?
        ];
    };
}

/// `e2e::scenarios::file::name` → `file::name`
#[doc(hidden)]
pub const fn without_crate_and_folder(path: &str) -> &str {
    let bytes = path.as_bytes();
    let (mut at, mut separators) = (0, 0);
    while separators < 2 {
        if bytes[at] == b':' && bytes[at + 1] == b':' {
            separators += 1;
            at += 1;
        }
        at += 1;
    }
    path.split_at(at).1
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

/// The browser that the scenarios of an engine share, one at a time.
type Shared = Arc<Mutex<Option<Arc<Browser>>>>;

/// Runs the scenarios that the command line selects.
pub fn run(topics: &[&[Scenario]]) -> ExitCode {
    let mut arguments = Arguments::from_args();
    // A thread mostly waits for a browser. With more threads than engines, no engine waits for
    // another.
    arguments.test_threads.get_or_insert(3 * Engine::ALL.len());
    let build = Build::of_this_run();
    if !arguments.list {
        build.expect();
    }
    keep_panic_messages();
    let engines = Engine::ALL.map(|engine| (engine, Shared::default()));
    let mut trials = Vec::new();
    for scenario in topics.iter().copied().flatten() {
        for (engine, shared) in &engines {
            let Some(name) = scenario.test_name(build, *engine) else {
                continue;
            };
            let (scenario, engine, shared) = (*scenario, *engine, Arc::clone(shared));
            let file = name.replace("::", "-");
            trials.push(Trial::test(name, move || {
                RUNTIME.block_on(async {
                    let outcome = trial(scenario, engine, Arc::clone(&shared), &file).await;
                    match outcome {
                        Err(failure) if build == Build::Development && is_crash(&failure) => {
                            eprintln!("{file}: the browser has crashed, once more in a new one");
                            trial(scenario, engine, shared, &file).await
                        }
                        outcome => outcome,
                    }
                })
            }));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    for (_, shared) in &engines {
        if let Some(browser) = RUNTIME.block_on(shared.lock()).take() {
            RUNTIME.block_on(browser.close());
        }
    }
    conclusion.exit_code()
}

/// Runs a scenario. `name` is the file name of its screenshot, if it fails.
async fn trial(
    scenario: Scenario,
    engine: Engine,
    shared: Shared,
    name: &str,
) -> Result<(), Failed> {
    let mut shared = shared.lock().await;
    let browser = match shared.take() {
        Some(browser) => browser,
        None => Arc::new(Browser::start(engine, &[]).await?),
    };
    browser.reset().await?;
    let preferences = scenario.preferences;
    if preferences.is_empty() || browser.prefer(preferences).await? {
        perform(scenario, &browser, name).await?;
    } else {
        // This engine takes preferences only when it starts.
        let other = Arc::new(Browser::start(engine, preferences).await?);
        let outcome = perform(scenario, &other, name).await;
        other.close().await;
        outcome?;
    }
    // After a failure, the next scenario starts a new browser.
    *shared = Some(browser);
    Ok(())
}

/// Whether the browser crashed. WebKit's interpreter crashes about once in some hundred scenarios,
/// in the large wasm of a development build. A page that causes a crash causes it again. On a
/// release build a crash is a failure.
fn is_crash(failure: &Failed) -> bool {
    let message = failure.message().unwrap_or_default();
    message.contains("invalid session id")
}

async fn perform(scenario: Scenario, browser: &Arc<Browser>, name: &str) -> Result<(), Failed> {
    let site = TestSite::start();
    let page = Page::new(Arc::clone(browser), site.clone());
    let run = (scenario.run)(site.clone(), page.clone());
    let run = tokio::time::timeout(scenario.limit, AssertUnwindSafe(run).catch_unwind()).await;
    let failure = match run {
        Ok(Ok(())) => None,
        Ok(Err(payload)) => Some(message(&*payload)),
        Err(_) => {
            let activity = browser.last_activity();
            Some(format!("not done in {:?}:\n{activity}", scenario.limit))
        }
    };
    let check = AssertUnwindSafe(page.broken_invariants()).catch_unwind();
    let broken = match tokio::time::timeout(Duration::from_secs(10), check).await {
        Ok(Ok(broken)) => broken.to_string(),
        Ok(Err(payload)) => message(&*payload),
        Err(_) => "the browser does not respond".to_owned(),
    };
    if failure.is_none() && broken.is_empty() {
        return Ok(());
    }
    let mut report = vec![
        failure.unwrap_or_default(),
        broken,
        "the last requests:".to_owned(),
    ];
    let requests = site.requests();
    let last = &requests[requests.len().saturating_sub(REPORTED)..];
    report.extend(last.iter().map(|request| format!("  {request}")));
    let path = save_screenshot(&page, name).await;
    report.extend(path.map(|path| format!("screenshot: {path}")));
    report.retain(|line| !line.is_empty());
    Err(report.join("\n").into())
}

/// Saves a screenshot in the target directory and returns its path.
async fn save_screenshot(page: &Page, name: &str) -> Option<String> {
    let png = tokio::time::timeout(Duration::from_secs(10), page.screenshot());
    save(name, &png.await.ok()??)
}

/// Saves a picture in the target directory and returns its path.
pub fn save(name: &str, png: &[u8]) -> Option<String> {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
        root.into()
    });
    let folder = Path::new(&target).join("e2e");
    fs::create_dir_all(&folder).ok()?;
    let folder = folder.canonicalize().ok()?;
    let path = folder.join(format!("{name}.png"));
    fs::write(&path, png).ok()?;
    Some(path.display().to_string())
}

thread_local! {
    /// The location and message of the thread's last panic.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panic messages for the report, instead of printing them among the output of other tests.
fn keep_panic_messages() {
    panic::set_hook(Box::new(|panic| {
        PANIC.with_borrow_mut(|last| *last = Some(panic.to_string()));
    }));
}

fn message(payload: &(dyn Any + Send)) -> String {
    PANIC
        .take()
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELEASE: Scenario = Scenario {
        name: "theme::name",
        run: |_, _| Box::pin(async {}),
        preferences: &[],
        except: &[Engine::Webkit],
        limit: LIMIT,
        in_development: false,
    };
    const BOTH: Scenario = RELEASE.in_development();

    /// A file whose scenarios all run on both builds.
    mod whole {
        use crate::{Page, TestSite};

        scenarios![also in development: one, another];

        async fn one(_: TestSite, _: Page) {}
        async fn another(_: TestSite, _: Page) {}
    }

    /// A file with one that is about the release.
    mod mixed {
        use crate::{Page, TestSite};

        scenarios![
            small;
            also in development:
            any,
        ];

        async fn small(_: TestSite, _: Page) {}
        async fn any(_: TestSite, _: Page) {}
    }

    #[test]
    fn a_file_lists_what_also_runs_in_development() {
        let marks =
            |scenarios: &[Scenario]| scenarios.iter().map(|one| one.in_development).collect();
        let [whole, mixed]: [Vec<bool>; 2] = [whole::SCENARIOS, mixed::SCENARIOS].map(marks);
        assert_eq!(whole, [true, true]);
        assert_eq!(mixed, [false, true]);
    }

    #[test]
    fn a_test_is_named_after_its_build_unless_that_is_the_release() {
        let engine = Engine::Chromium;
        let name = BOTH.test_name(Build::Release, engine);
        assert_eq!(name.as_deref(), Some("chromium::theme::name"));
        assert_eq!(RELEASE.test_name(Build::Release, engine), name);
        let name = BOTH.test_name(Build::Development, engine);
        assert_eq!(name.as_deref(), Some("development::chromium::theme::name"));
    }

    #[test]
    fn a_scenario_runs_in_development_only_where_it_says_so() {
        let build = Build::Development;
        assert_eq!(RELEASE.test_name(build, Engine::Firefox), None);
        assert_eq!(BOTH.test_name(build, Engine::Webkit), None);
    }
}
