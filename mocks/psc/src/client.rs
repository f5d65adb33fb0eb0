//! Clients of the simulated provider: what is registered of them, and how they prove who they are.

pub(crate) mod authentication;

use crate::config::{AuthenticationMethod, ClientConfig};

/// What a scenario declares of a client, as a software editor does for its service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    /// Addresses that a code may be sent to, compared character by character.
    pub redirect_uris: Vec<String>,
    /// Addresses that the browser may come back to after a logout.
    pub post_logout_redirect_uris: Vec<String>,
    /// Address told of the end of a session.
    pub backchannel_logout_uri: Option<String>,
}

/// Refused registrations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationError {
    /// No such client.
    #[error("Pro Santé Connect has no client `{0}`: declare it in [psc.clients.{0}]")]
    UnknownClient(String),
    /// Not an absolute address without fragment.
    #[error(
        "`{0}` cannot be a redirection address: write an absolute URL without fragment; the scheme of a native software is admitted (`logiciel.exemple:/retour`)"
    )]
    Address(String),
}

/// A client in force.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) id: String,
    /// Stands for the client in codes. Source: Keycloak's form of codes; the value is ours.
    pub(crate) uuid: String,
    pub(crate) settings: ClientConfig,
}

impl Client {
    pub(crate) fn new(id: &str, settings: ClientConfig) -> Self {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, id.as_bytes());
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&digest.as_ref()[..16]);
        Self {
            id: id.to_owned(),
            uuid: uuid::Builder::from_random_bytes(bytes)
                .into_uuid()
                .to_string(),
            settings,
        }
    }

    pub(crate) fn is_public(&self) -> bool {
        self.settings.authentification == AuthenticationMethod::Public
    }

    /// Exact comparison: case, final slash and subdomain count. Source: seen in a client's notes.
    pub(crate) fn may_return_to(&self, uri: &str) -> bool {
        self.settings.redirect_uris.iter().any(|known| known == uri)
    }

    pub(crate) fn may_leave_to(&self, uri: &str) -> bool {
        let known = &self.settings.post_logout_redirect_uris;
        known.iter().any(|known| known == uri)
    }
}

impl Registration {
    pub(crate) fn check(&self) -> Result<(), RegistrationError> {
        let told = self.backchannel_logout_uri.as_ref();
        if let Some(uri) = told.filter(|uri| !is_web(uri) || is_broken(uri)) {
            return Err(RegistrationError::Address(uri.clone()));
        }
        let wrong = |uri: &&String| !(is_web(uri) || is_native(uri)) || is_broken(uri);
        let mut all = self
            .redirect_uris
            .iter()
            .chain(&self.post_logout_redirect_uris);
        match all.find(wrong) {
            Some(uri) => Err(RegistrationError::Address(uri.clone())),
            None => Ok(()),
        }
    }
}

fn is_web(uri: &str) -> bool {
    let after = ["https://", "http://"]
        .iter()
        .find_map(|scheme| uri.strip_prefix(scheme));
    after.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', ':', '@']))
}

fn is_broken(uri: &str) -> bool {
    // A control character would be lost from the `Location` that carries the address.
    uri.contains(|c: char| c == '#' || c.is_whitespace() || c.is_control())
}

/// A scheme that a native software holds for itself: a domain name in reverse, so that it has a dot.
/// Source: RFC 8252 §7.1; that Pro Santé Connect admits such schemes is inferred.
fn is_native(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, rest)| {
        let named = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        scheme.contains('.')
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(named)
            && rest.starts_with('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_and_without_fragment() {
        let registration = |uri: &str| Registration {
            redirect_uris: vec![uri.to_owned()],
            ..Registration::default()
        };
        for good in [
            "http://127.0.0.1:8080/retour",
            "https://a.test/r?x=1",
            "fr.exemple.logiciel:/retour",
        ] {
            assert_eq!(registration(good).check(), Ok(()));
        }
        for wrong in [
            "/retour",
            "javascript:alert(1)",
            "https://a.test/#x",
            "https://a.test/ b",
            "https://a.test/\u{1}",
            "https://a.test/\u{7f}",
            "https://",
            "http:///retour",
        ] {
            assert!(registration(wrong).check().is_err(), "{wrong}");
        }
    }
}
