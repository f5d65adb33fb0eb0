//! Settings of the two services: each has one commented file, embedded, which is both the defaults
//! and the reference; what a user gives is laid over it.

pub mod api_psc;
pub mod proxy_esante;

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, or keys and values that are not known.
    #[error("{section} settings: {source}")]
    Toml {
        /// `[api_psc]` or `[proxy_esante]`.
        section: &'static str,
        /// What is wrong.
        source: toml::de::Error,
    },
    /// A client that nothing ties to a certificate.
    #[error(
        "[api_psc] settings: client `{0}` has no declared certificate: give `ou`, `cn` or `sha256`"
    )]
    ClientWithoutCertificate(String),
    /// Two clients of the same name.
    #[error("[api_psc] settings: client `{0}` is declared twice: keep one of them")]
    ClientTwice(String),
    /// A duration that must not be zero or negative.
    #[error("{section} settings: `{key}` must be longer than zero")]
    NoDuration {
        /// `[api_psc]` or `[proxy_esante]`.
        section: &'static str,
        /// The key.
        key: &'static str,
    },
}
