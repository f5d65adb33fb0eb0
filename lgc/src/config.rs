//! What the reference software is started with. It reads no file and no environment variable: the
//! command line or the test gives every value.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use uuid::Uuid;

use crate::defauts::DefectSet;

/// Configuration of the reference software.
#[derive(Clone, Debug)]
pub struct LgcConfig {
    /// Address of the driver routes and of the pages.
    pub listen: SocketAddr,
    /// Deliberate defects.
    pub defects: DefectSet,
    /// How INSi calls authenticate.
    pub authentication: AuthenticationChoice,
    /// Bounds of each call to a teleservice.
    pub timeouts: Timeouts,
    /// Identifier of this installation (`LPS/Instance`): stable as long as the installation lives.
    pub installation: Uuid,
    /// The professional who uses the software, as the SAML assertion describes him.
    pub professional: Professional,
    /// How this software authenticates at Pro Santé Connect.
    pub psc_authentication: PscAuthentication,
    /// Idle time after which a session is closed, when the preparation gives none.
    pub idle: Duration,
    /// Folder where practices keep their files; a temporary one when absent.
    pub storage: Option<PathBuf>,
}

impl Default for LgcConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            defects: DefectSet::default(),
            authentication: AuthenticationChoice::default(),
            timeouts: Timeouts::default(),
            installation: Uuid::new_v4(),
            professional: Professional::default(),
            psc_authentication: PscAuthentication::default(),
            idle: Duration::from_mins(30),
            storage: None,
        }
    }
}

/// How this software authenticates at Pro Santé Connect (psc §10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PscAuthentication {
    /// By its secret.
    #[default]
    Secret,
    /// By its certificate (`tls_client_auth`).
    Certificate,
}

/// Which authentication mode INSi calls use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthenticationChoice {
    /// The Pro Santé Connect identity while such a session is open; else the software certificate when
    /// one is given; else the CPx card.
    #[default]
    Available,
    /// Always the software certificate.
    SoftwareCertificate,
    /// Always the CPx card.
    Cpx,
    /// Always the Pro Santé Connect identity.
    Psc,
}

/// Bounds of a call. No official figure was found: these are ours, in the range seen in clients.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// Longest time to reach the service, TLS included.
    pub connect: Duration,
    /// Longest time for one attempt, from sending to the last byte.
    pub total: Duration,
    /// Pause before the first new attempt; doubled before the second.
    pub back_off: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(20),
            back_off: Duration::from_millis(200),
        }
    }
}

/// Attributes of the professional in the PS assertion.
///
/// Source: seen in a client (attribute names); the values are fictitious.
#[derive(Clone, Debug)]
pub struct Professional {
    /// Billing number (`identifiantFacturation`).
    pub billing: String,
    /// Sector of activity (`secteurActivite`).
    pub sector: String,
    /// Speciality (`codeSpecialite`).
    pub speciality: String,
}

impl Default for Professional {
    fn default() -> Self {
        Self {
            billing: "991110019".to_owned(),
            sector: "SA07".to_owned(),
            speciality: "01".to_owned(),
        }
    }
}
