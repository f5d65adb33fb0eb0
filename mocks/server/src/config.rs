//! The configuration of a stack: one commented TOML, embedded, is both the defaults and the
//! reference; what a user gives is laid over it.
//!
//! It reads no environment and chooses no folder: the caller does.

mod unknown_key;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use banc_core::journal::JournalConfig;
use banc_insi::{ConfigError, InsiConfig};
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::ServerError;

const OWN: &str = include_str!("config/defaut.toml");
const INSI: &str = "insi";

/// The whole reference: the stack's own sections, then each service's under its name.
static REFERENCE: LazyLock<String> =
    LazyLock::new(|| format!("{OWN}\n{}", under_section(INSI, banc_insi::config::DEFAULT)));

/// The configuration of a stack; the meaning of each key is in [`StackConfig::default_toml`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StackConfig {
    /// Where the fronts listen.
    #[serde(rename = "ecoute")]
    pub listen: ListenConfig,
    /// The management API.
    #[serde(rename = "gestion")]
    pub management: ManagementConfig,
    /// Server certificates.
    pub tls: TlsConfig,
    /// The test authority.
    pub pki: PkiConfig,
    /// The journal's limits.
    pub journal: JournalLimits,
    /// The simulated INSi.
    pub insi: InsiConfig,
}

/// Section `[ecoute]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListenConfig {
    /// Address of every listener.
    #[serde(rename = "adresse")]
    pub address: IpAddr,
    /// First port of a lane in serial mode, 0 when there is none.
    #[serde(rename = "premier_port")]
    pub first_port: u16,
    /// Whether lanes have a front without TLS.
    #[serde(rename = "clair")]
    pub plain: bool,
}

/// Section `[gestion]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagementConfig {
    /// Port, 0 for any free one.
    pub port: u16,
}

/// Section `[tls]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsConfig {
    /// Server names beyond the loopback ones.
    #[serde(rename = "noms")]
    pub names: Vec<String>,
}

/// Section `[pki]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PkiConfig {
    /// Folder of the test authority; empty until the caller sets it.
    #[serde(rename = "repertoire")]
    pub directory: PathBuf,
    /// PEM files of further test authorities for client certificates.
    #[serde(rename = "ancres_clients")]
    pub client_anchors: Vec<PathBuf>,
}

/// Section `[journal]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalLimits {
    /// Memory, MiB.
    #[serde(rename = "memoire_mio")]
    pub memory_mib: u32,
    /// Disk, MiB.
    #[serde(rename = "disque_mio")]
    pub disk_mib: u32,
    /// Entries waiting for the disk.
    #[serde(rename = "file_max")]
    pub queue_limit: usize,
}

/// The stack's own sections, as deserialized; `[insi]` is read by its service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    ecoute: ListenConfig,
    gestion: ManagementConfig,
    tls: TlsConfig,
    pki: PkiConfig,
    journal: JournalLimits,
    /// Only so that its name is among the known keys.
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "taken out of the table before and read by its service"
    )]
    insi: Option<serde::de::IgnoredAny>,
}

impl StackConfig {
    /// The commented reference, which is also the defaults.
    pub fn default_toml() -> &'static str {
        &REFERENCE
    }

    /// The defaults with `text` laid over them.
    pub fn from_toml(text: &str) -> Result<Self, ServerError> {
        let table = toml::from_str(text).map_err(|error| ServerError::Config(error.to_string()))?;
        Self::from_table(table)
    }

    /// The defaults with a table laid over them.
    pub fn from_table(over: Table) -> Result<Self, ServerError> {
        let known: Table =
            toml::from_str(&REFERENCE).map_err(|error| ServerError::Config(error.to_string()))?;
        let mut given = known.clone();
        lay_over(&mut given, over);
        let explain = |error: toml::de::Error| unknown_key::explain(&error, &given, &known);
        let mut own = given.clone();
        let Some(Value::Table(insi)) = own.remove(INSI) else {
            return Err(ServerError::Config(format!("[{INSI}] is a section")));
        };
        let own: Own = own.try_into().map_err(explain)?;
        let insi = InsiConfig::from_table(insi).map_err(|error| match error {
            ConfigError::Toml(error) => explain(error),
            ConfigError::OfficialRefusal(_) => ServerError::Insi(error.to_string()),
        })?;
        let config = Self {
            listen: own.ecoute,
            management: own.gestion,
            tls: own.tls,
            pki: own.pki,
            journal: own.journal,
            insi,
        };
        config.check()?;
        Ok(config)
    }

    /// The defaults with a file laid over them; paths in it are relative to its folder.
    pub fn read(path: &Path) -> Result<Self, ServerError> {
        let text = std::fs::read_to_string(path).map_err(|source| ServerError::ConfigFile {
            key: "--config",
            path: path.to_path_buf(),
            source,
        })?;
        let mut config = Self::from_toml(&text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for anchor in &mut config.pki.client_anchors {
            *anchor = folder.join(&*anchor);
        }
        if !config.pki.directory.as_os_str().is_empty() {
            config.pki.directory = folder.join(&config.pki.directory);
        }
        Ok(config)
    }

    /// Refuses what cannot work together.
    pub(crate) fn check(&self) -> Result<(), ServerError> {
        if !self.is_loopback() && !self.tls.names.is_empty() {
            return Err(ServerError::Config(
                "[tls] noms needs a loopback [ecoute] adresse: a certificate for such names must \
                 not be served to other machines"
                    .to_owned(),
            ));
        }
        if self.journal.memory_mib == 0 || self.journal.disk_mib == 0 {
            return Err(ServerError::Config(
                "[journal] memoire_mio and disque_mio are at least 1".to_owned(),
            ));
        }
        Ok(())
    }

    /// True when only this machine reaches the stack.
    pub fn is_loopback(&self) -> bool {
        self.listen.address.is_loopback()
    }

    /// What the user should be told before the stack starts.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if !self.is_loopback() {
            warnings.push(format!(
                "the simulators listen on {}: other machines reach them and their management API; \
                 keep real data away",
                self.listen.address
            ));
        }
        if !self.tls.names.is_empty() {
            warnings.push(format!(
                "the server certificate also bears {}: point these names to this machine alone, \
                 and undo it after the tests",
                self.tls.names.join(", ")
            ));
        }
        if !self.pki.client_anchors.is_empty() {
            warnings.push(format!(
                "{} file(s) of further authorities are trusted for client certificates",
                self.pki.client_anchors.len()
            ));
        }
        warnings
    }

    /// How the journal is kept, in that run folder or in memory alone.
    pub(crate) fn journal(&self, directory: Option<PathBuf>) -> JournalConfig {
        const MIB: u64 = 1024 * 1024;
        let memory = u64::from(self.journal.memory_mib) * MIB;
        JournalConfig {
            directory,
            memory_limit_bytes: usize::try_from(memory).unwrap_or(usize::MAX),
            disk_limit_bytes: u64::from(self.journal.disk_mib) * MIB,
            queue_limit: self.journal.queue_limit,
        }
    }
}

impl Default for StackConfig {
    #[expect(
        clippy::expect_used,
        reason = "the reference is embedded and a test reads it"
    )]
    fn default() -> Self {
        Self::from_table(Table::new()).expect("the reference is embedded and tested")
    }
}

fn lay_over(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// A service's own reference, moved under a section: headers are prefixed, those in comments too.
fn under_section(section: &str, reference: &str) -> String {
    let mut text = format!("[{section}]\n");
    for line in reference.lines() {
        let bare = line.trim_start_matches(['#', ' ']);
        let comment = &line[..line.len() - bare.len()];
        let header = bare
            .strip_prefix('[')
            .filter(|_| bare.ends_with(']') && (comment.is_empty() || line.starts_with('#')));
        match header {
            None => text.push_str(line),
            Some(rest) => {
                let (open, rest) = rest
                    .strip_prefix('[')
                    .map_or(("[", rest), |rest| ("[[", rest));
                text.extend([comment, open, section, ".", rest]);
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_the_defaults_and_keeps_each_services_own() {
        let config = StackConfig::default();
        assert!(config.is_loopback() && config.warnings().is_empty());
        assert_eq!(config.insi, InsiConfig::default());
        assert_eq!(
            StackConfig::from_toml(StackConfig::default_toml()).unwrap(),
            config
        );
        let commented = StackConfig::default_toml()
            .lines()
            .filter(|line| line.starts_with('#'))
            .count();
        assert!(commented > 20, "{commented}");
    }

    #[test]
    fn an_unknown_key_names_the_nearest_with_its_path() {
        for (text, key, nearest) in [
            (
                "[journal]\nmemoire_moi = 1",
                "journal.memoire_moi",
                "journal.memoire_mio",
            ),
            ("[ecoutes]\nadresse = \"::1\"", "ecoutes", "ecoute"),
            (
                "[insi.oid]\nnirr = \"1.2\"",
                "insi.oid.nirr",
                "insi.oid.nir",
            ),
            ("[isni]\ncorps_max = 1", "isni", "insi"),
        ] {
            match StackConfig::from_toml(text).unwrap_err() {
                ServerError::UnknownKey {
                    key: found,
                    nearest: Some(near),
                } => assert_eq!((found.as_str(), near.as_str()), (key, nearest)),
                other => panic!("{text}: {other:?}"),
            }
        }
        let error = StackConfig::from_toml("[gestion]\nzzzzzzzzz = 1").unwrap_err();
        assert!(error.to_string().contains("gestion.zzzzzzzzz"), "{error}");
    }

    #[test]
    fn wrong_shapes_and_dangerous_mixes_are_refused() {
        for text in [
            "[gestion]\nport = \"quatre\"",
            "[gestion]\nport = 70000",
            "insi = 3",
            "[ecoute]\nadresse = \"partout\"",
            "[ecoute]\nadresse = \"0.0.0.0\"\n[tls]\nnoms = [\"insi.test\"]",
            "[journal]\nmemoire_mio = 0",
            "[gestion\n",
        ] {
            assert!(
                matches!(StackConfig::from_toml(text), Err(ServerError::Config(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_risky_is_warned_about() {
        let wide = StackConfig::from_toml("[ecoute]\nadresse = \"0.0.0.0\"").unwrap();
        assert_eq!(wide.warnings().len(), 1);
        let named = StackConfig::from_toml("[tls]\nnoms = [\"services.test\"]").unwrap();
        assert!(named.warnings()[0].contains("services.test"));
    }
}
