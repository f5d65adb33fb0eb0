//! A `banc serve` process to measure, and the prepared request of the measures.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use banc_core::Clock;
use banc_core::pki::{Authority, ClientKind};
use banc_core::tls::{TlsVersions, client_config};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::client::{Measured, Order, TlsOrder};
use crate::failure::Failure;

/// A running `banc serve`; killed when dropped.
#[derive(Debug)]
pub(super) struct Served {
    child: Child,
    said: serde_json::Value,
}

impl Served {
    /// Starts it with these arguments besides `--json --plain`.
    pub(super) async fn start(home: &Path, arguments: &[&str]) -> Result<Self, Failure> {
        let mut child = banc(home)?
            .args(["serve", "--json", "--plain"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Failure::bench)?;
        let stdout = child
            .stdout
            .take()
            .ok_or_else(|| Failure::Bench("no standard output".to_owned()))?;
        let line = BufReader::new(stdout)
            .lines()
            .next_line()
            .await
            .map_err(Failure::bench)?;
        let line =
            line.ok_or_else(|| Failure::Bench("banc serve stopped; see above".to_owned()))?;
        let said = serde_json::from_str(&line).map_err(Failure::bench)?;
        Ok(Self { child, said })
    }

    /// URL of a front.
    pub(super) fn url(&self, front: &str) -> Result<String, Failure> {
        let url = self.said["services"][front].as_str();
        url.map(str::to_owned)
            .ok_or_else(|| self.silent_about(front))
    }

    /// What it said of itself when it started.
    pub(super) fn said(&self, name: &str) -> Result<String, Failure> {
        let said = self.said[name].as_str();
        said.map(str::to_owned)
            .ok_or_else(|| self.silent_about(name))
    }

    fn silent_about(&self, name: &str) -> Failure {
        Failure::Bench(format!("banc serve says nothing of {name}: {}", self.said))
    }

    /// Port of a front.
    pub(super) fn port(&self, front: &str) -> Result<u16, Failure> {
        self.url(front)?
            .rsplit(':')
            .next()
            .and_then(|rest| rest.split('/').next())
            .and_then(|port| port.parse().ok())
            .ok_or_else(|| self.silent_about(front))
    }

    /// Processor time that it has used, user and system together, in milliseconds.
    pub(super) fn processor_ms(&self) -> Result<u64, Failure> {
        /// Clock ticks per second of `/proc`: the same on every Linux that Rust supports.
        const TICKS: u64 = 100;
        let stat = self.process_file("stat")?;
        // The name of the program, in parentheses, may hold spaces.
        let fields = stat.rsplit(')').next().unwrap_or_default();
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks = ticks.map(str::parse::<u64>).sum::<Result<u64, _>>();
        Ok(ticks.map_err(Failure::bench)? * 1_000 / TICKS)
    }

    fn process_file(&self, name: &str) -> Result<String, Failure> {
        let process = self
            .child
            .id()
            .ok_or_else(|| Failure::Bench("banc serve stopped".to_owned()))?;
        let path = format!("/proc/{process}/{name}");
        std::fs::read_to_string(&path)
            .map_err(|error| Failure::Bench(format!("measured on Linux only: {path}: {error}")))
    }

    /// Resident memory, in kilobytes.
    pub(super) fn resident_kb(&self) -> Result<u64, Failure> {
        let status = self.process_file("status")?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse().ok())
            .ok_or_else(|| Failure::Bench("/proc has no VmRSS".to_owned()))
    }

    /// Stops it the way a user does, so that its journal is closed.
    pub(super) async fn stop(mut self) -> Result<(), Failure> {
        drop(self.child.stdin.take());
        if let Some(process) = self.child.id() {
            let status = Command::new("kill")
                .args(["-INT", &process.to_string()])
                .status()
                .await;
            status.map_err(Failure::bench)?;
        }
        self.child.wait().await.map_err(Failure::bench)?;
        Ok(())
    }
}

/// Runs a load generator process.
pub(super) async fn load(home: &Path, order: &Order) -> Result<Measured, Failure> {
    let order = serde_json::to_string(order).map_err(Failure::bench)?;
    let output = banc(home)?
        .args(["bench", "--client", &order])
        .stderr(Stdio::inherit())
        .output()
        .await
        .map_err(Failure::bench)?;
    if !output.status.success() {
        return Err(Failure::Bench(
            "the load generator failed; see its message above".to_owned(),
        ));
    }
    serde_json::from_slice(&output.stdout).map_err(Failure::bench)
}

/// This program, with this installation.
pub(super) fn banc(home: &Path) -> Result<Command, Failure> {
    let mut command = Command::new(std::env::current_exe().map_err(Failure::bench)?);
    command
        .kill_on_drop(true)
        .arg("--home")
        .arg(home)
        .stdin(Stdio::null());
    Ok(command)
}

/// TLS of the load generator.
pub(super) fn connector(order: &TlsOrder) -> Result<tokio_rustls::TlsConnector, Failure> {
    let authority = authority(&order.home)?;
    let identity = order
        .certificate
        .then(|| authority.client(ClientKind::InsiAuto))
        .transpose()
        .map_err(Failure::bench)?;
    let config = client_config(
        &authority.bundle_pem(),
        identity.as_ref(),
        TlsVersions::Both,
    );
    Ok(tokio_rustls::TlsConnector::from(
        config.map_err(Failure::bench)?,
    ))
}

/// The installation's authority.
pub(super) fn authority(home: &Path) -> Result<Authority, Failure> {
    Authority::open_or_create(&crate::home::pki(home), &Clock::system()).map_err(Failure::bench)
}

/// A search that finds one identity.
pub(super) fn request() -> String {
    let body = include_str!("request.xml");
    format!(
        "POST /lps HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/soap+xml; charset=utf-8; \
         action=\"urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite\"\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// What every answer to [`request`] holds.
pub(super) const EXPECTED: &str = "<CodeCR>00</CodeCR>";

/// An order with the usual request.
pub(super) fn order(port: u16, connections: u64, calls: u64) -> Order {
    Order {
        port,
        tls: None,
        connections,
        calls,
        warm_up: 20,
        rate: None,
        spread_ms: 0,
        request: request(),
        expected: EXPECTED.to_owned(),
    }
}

/// A fresh folder for a measure, under the installation; removed by [`remove`].
pub(super) fn scratch(home: &Path, name: &str) -> Result<PathBuf, Failure> {
    let directory = home
        .join("mesures")
        .join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&directory).map_err(Failure::bench)?;
    Ok(directory)
}

/// Removes a measure's folder.
pub(super) fn remove(directory: &Path) -> Result<(), Failure> {
    std::fs::remove_dir_all(directory).map_err(Failure::bench)
}
