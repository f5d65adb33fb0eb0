//! The configuration of a stack: one commented TOML, embedded, is both the defaults and the
//! reference; what a user gives is laid over it.
//!
//! It reads no environment and chooses no folder: the caller does.

mod unknown_key;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use banc_annuaire::AnnuaireConfig;
use banc_api_psc::{ApiPscConfig, ProxyConfig};
use banc_core::journal::JournalConfig;
use banc_core::nearest::nearest;
use banc_core::settings::lay_over;
use banc_insi::InsiConfig;
use banc_psc::PscConfig;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::ServerError;

const OWN: &str = include_str!("config/defaut.toml");

/// The services' sections, each with its own reference.
const SECTIONS: [(&str, &str); 5] = [
    ("insi", banc_insi::config::DEFAULT),
    ("psc", banc_psc::config::DEFAULT),
    ("api_psc", banc_api_psc::config::api_psc::DEFAULT),
    ("proxy_esante", banc_api_psc::config::proxy_esante::DEFAULT),
    ("annuaire", banc_annuaire::config::DEFAULT),
];

/// The whole reference: the stack's own sections, then each service's under its name.
static REFERENCE: LazyLock<String> = LazyLock::new(|| {
    let services = SECTIONS.map(|(name, reference)| under_section(name, reference));
    format!("{OWN}\n{}", services.join("\n"))
});

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
    /// The simulated Pro Santé Connect.
    pub psc: PscConfig,
    /// The simulated authorization server and protected API.
    pub api_psc: ApiPscConfig,
    /// The simulated Proxy e-Santé.
    pub proxy_esante: ProxyConfig,
    /// The simulated Annuaire Santé.
    pub annuaire: AnnuaireConfig,
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

/// The stack's own sections, as deserialized; those of the services are read by them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    ecoute: ListenConfig,
    gestion: ManagementConfig,
    tls: TlsConfig,
    pki: PkiConfig,
    journal: JournalLimits,
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
        if let Some(key) = given.keys().find(|key| !known.contains_key(*key)) {
            return Err(ServerError::UnknownKey {
                nearest: nearest(key, known.keys().map(String::as_str)).map(str::to_owned),
                key: key.clone(),
            });
        }
        let mut sections = given.clone();
        let mut section = |name: &str| match sections.remove(name) {
            Some(Value::Table(table)) => Ok(table),
            _ => Err(ServerError::Config(format!("[{name}] is a section"))),
        };
        let explain = |refused: Refused| match refused {
            Refused::Toml(error) => unknown_key::explain(&error, &given, &known),
            Refused::Service(reason) => ServerError::Service(reason),
        };
        let insi = InsiConfig::from_table(section("insi")?).map_err(Refused::from);
        let psc = PscConfig::from_table(section("psc")?).map_err(Refused::from);
        let api_psc = ApiPscConfig::from_table(section("api_psc")?).map_err(Refused::from);
        let proxy = ProxyConfig::from_table(section("proxy_esante")?).map_err(Refused::from);
        let annuaire = AnnuaireConfig::from_table(section("annuaire")?).map_err(Refused::from);
        let own: Own = sections
            .try_into()
            .map_err(|error| explain(Refused::Toml(error)))?;
        let config = Self {
            listen: own.ecoute,
            management: own.gestion,
            tls: own.tls,
            pki: own.pki,
            journal: own.journal,
            insi: insi.map_err(explain)?,
            psc: psc.map_err(explain)?,
            api_psc: api_psc.map_err(explain)?,
            proxy_esante: proxy.map_err(explain)?,
            annuaire: annuaire.map_err(explain)?,
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

/// Why a service does not take its section.
enum Refused {
    /// Its keys or the shapes of its values.
    Toml(toml::de::Error),
    /// What it says, in its own words.
    Service(String),
}

/// The errors of the services' settings: those of TOML are explained by their keys.
macro_rules! refused {
    ($($error:path => $toml:pat => $inner:ident;)+) => {$(
        impl From<$error> for Refused {
            fn from(error: $error) -> Self {
                match error {
                    $toml => Self::Toml($inner),
                    other => Self::Service(other.to_string()),
                }
            }
        }
    )+};
}
refused! {
    banc_insi::ConfigError => banc_insi::ConfigError::Toml(error) => error;
    banc_psc::ConfigError => banc_psc::ConfigError::Toml(error) => error;
    banc_annuaire::ConfigError => banc_annuaire::ConfigError::Toml(error) => error;
    banc_api_psc::ConfigError => banc_api_psc::ConfigError::Toml { source: error, .. } => error;
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
