//! A `banc` process for the tests: started, read, and always stopped by its own identifier.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// The test authority shared by the tests of one machine: generating keys costs seconds.
pub(crate) fn home() -> &'static Path {
    static HOME: OnceLock<PathBuf> = OnceLock::new();
    HOME.get_or_init(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("banc-home"))
}

/// A `banc` command with the tests' home and nothing on standard input.
pub(crate) fn banc() -> Command {
    command(PathBuf::from(env!("CARGO_BIN_EXE_banc")))
}

/// The same for a whole campaign, of which the tests play a hundred: with an optimised build of the
/// same sources where `BANC_TEST_PROGRAM` names one, as CI does.
#[expect(
    clippy::disallowed_methods,
    reason = "CI says here which build it has just made"
)]
pub(crate) fn campaign_banc() -> Command {
    let optimised = std::env::var_os("BANC_TEST_PROGRAM").map(PathBuf::from);
    command(optimised.unwrap_or_else(|| env!("CARGO_BIN_EXE_banc").into()))
}

fn command(program: PathBuf) -> Command {
    let mut command = Command::new(program);
    command.env("BANC_HOME", home()).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn output(command: &mut Command) -> Output {
    command.output().expect("banc starts")
}

/// A fresh folder under the target folder.
pub(crate) fn fresh_dir(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// A running `banc serve`.
pub(crate) struct Served {
    child: Child,
    /// What it said of itself.
    pub(crate) said: serde_json::Value,
}

impl Served {
    /// Starts `banc serve --json --plain` with more arguments and waits for what it says.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = banc()
            .args(["serve", "--json", "--plain"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("banc serve starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        Self { child, said }
    }

    /// URL of a front: `insi`, `insi_tlsm`, `insi_clair`.
    pub(crate) fn url(&self, front: &str) -> String {
        self.said["services"][front]
            .as_str()
            .unwrap_or_else(|| panic!("{front} in {}", self.said))
            .to_owned()
    }

    /// Port of a front.
    pub(crate) fn port(&self, front: &str) -> u16 {
        let url = self.url(front);
        url.rsplit(':')
            .next()
            .unwrap()
            .split('/')
            .next()
            .unwrap()
            .parse()
            .unwrap()
    }

    /// URL of the management API.
    pub(crate) fn management(&self) -> String {
        self.said["gestion"]
            .as_str()
            .unwrap()
            .trim_end_matches('/')
            .to_owned()
    }

    /// True while the process runs.
    pub(crate) fn alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Process identifier.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until a condition holds, at most `limit`.
pub(crate) fn wait_until(what: &str, limit: Duration, mut holds: impl FnMut() -> bool) {
    let clock = banc_core::Clock::system();
    let start = clock.mono();
    while !holds() {
        assert!(
            clock.mono().since(start) < limit,
            "{what}: not within {limit:?}"
        );
        std::thread::yield_now();
        std::thread::park_timeout(Duration::from_millis(5));
    }
}
