//! Client authentication at the back-channel endpoints: shared secret, or client certificate.
//!
//! Source: published document (same methods at every endpoint, same addresses with and without
//! certificate) and OpenID registration form of ANS; wording of the refusals inferred from Keycloak.

use std::sync::Arc;

use banc_core::exchange::CertificateFacts;
use banc_core::observed::psc::PscClientAuthentication;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Client;
use crate::config::AuthenticationMethod;
use crate::parameters::Parameters;
use crate::secret::Secret;

/// What a call gives to say who it is.
#[derive(Default)]
pub(crate) struct Credentials {
    pub(crate) client_id: Option<String>,
    /// From the `Authorization` header: form-decoded, then as written.
    basic: Option<[String; 2]>,
    posted: Option<String>,
    /// The two places name different clients.
    contradictory: bool,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// A client that proved who it is.
pub(crate) struct Authenticated {
    pub(crate) client: Arc<Client>,
    pub(crate) method: Option<PscClientAuthentication>,
    /// The secret was not form-encoded in the Basic header, and that made a difference.
    pub(crate) unencoded: bool,
}

impl Credentials {
    /// Reads them; never fails.
    pub(crate) fn read(authorization: Option<&str>, form: &Parameters) -> Self {
        let posted_id = form.filled("client_id").map(str::to_owned);
        let posted = form.owned("client_secret");
        match authorization.and_then(basic) {
            Some((id, raw)) => Self {
                contradictory: posted_id.is_some_and(|posted| posted != id),
                client_id: Some(id),
                basic: Some([decode(&raw), raw]),
                posted,
            },
            None => Self {
                client_id: posted_id,
                posted,
                ..Self::default()
            },
        }
    }

    /// True when the `Authorization` header was used.
    pub(crate) fn is_basic(&self) -> bool {
        self.basic.is_some()
    }

    /// True when a secret was given, somewhere.
    pub(crate) fn has_secret(&self) -> bool {
        self.basic.is_some() || self.posted.is_some()
    }

    /// Whether they prove to be this client; why not, for the investigator.
    pub(crate) fn prove(
        &self,
        client: Option<Arc<Client>>,
        certificate: Option<&CertificateFacts>,
    ) -> Result<Authenticated, &'static str> {
        let Some(client) = client else {
            // As long as for a client that exists.
            let _ = self.secret_of(&Secret::from("nobody"));
            return Err("client inconnu ou non désigné");
        };
        if self.contradictory {
            return Err("l'en-tête et le formulaire désignent deux clients différents");
        }
        let (method, unencoded) = match client.settings.authentification {
            AuthenticationMethod::Public => (None, false),
            AuthenticationMethod::Secret => {
                let secret = client.settings.secret.as_ref();
                let (method, unencoded) = secret
                    .and_then(|secret| self.secret_of(secret))
                    .ok_or("secret absent ou faux")?;
                (Some(method), unencoded)
            }
            AuthenticationMethod::Certificat => {
                holds(&client, certificate)?;
                (Some(PscClientAuthentication::TlsClientAuth), false)
            }
        };
        Ok(Authenticated {
            client,
            method,
            unencoded,
        })
    }

    /// How the secret was given, and whether it was left unencoded, when it is the right one.
    fn secret_of(&self, secret: &Secret) -> Option<(PscClientAuthentication, bool)> {
        if let Some([decoded, raw]) = &self.basic {
            // Both are compared, always: the time taken does not tell which one was close.
            let (encoded, unencoded) = (secret.is(decoded), secret.is(raw));
            return (encoded || unencoded)
                .then_some((PscClientAuthentication::ClientSecretBasic, !encoded));
        }
        let posted = self.posted.as_deref().unwrap_or_default();
        secret
            .is(posted)
            .then_some((PscClientAuthentication::ClientSecretPost, false))
    }
}

/// Whether the certificate of the connection is the client's.
///
/// Source: RFC 8705 §2.1; the server maps the subject to the client (guide « sécurisation des
/// transports »).
fn holds(client: &Client, certificate: Option<&CertificateFacts>) -> Result<(), &'static str> {
    let certificate = certificate.ok_or("certificat client absent")?;
    if certificate.distrust.is_some() {
        return Err("certificat client qui n'est pas de confiance");
    }
    let agrees = |wanted: &Option<String>, found: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| found == Some(wanted))
    };
    let settings = &client.settings;
    let held = agrees(
        &settings.certificat_ou,
        certificate.organizational_unit.as_deref(),
    ) && agrees(&settings.certificat_cn, certificate.common_name.as_deref())
        && agrees(&settings.certificat_sujet, Some(&certificate.subject));
    held.then_some(())
        .ok_or("le sujet du certificat n'est pas celui du client")
}

/// Identifier (form-decoded) and secret (as written) of a Basic header.
fn basic(authorization: &str) -> Option<(String, String)> {
    let (scheme, value) = authorization.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((decode(id), secret.to_owned()))
}

/// RFC 6749 §2.3.1: both are form-encoded before they are joined.
fn decode(text: &str) -> String {
    let pair = form_urlencoded::parse(text.as_bytes()).next();
    match pair {
        // `=` and `&` would end the value: then it was not encoded.
        Some((value, rest)) if rest.is_empty() && !text.contains(['=', '&']) => value.into_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PscConfig;

    fn client(settings: &str) -> Arc<Client> {
        let config = PscConfig::from_toml(&format!("[clients.c]\n{settings}")).unwrap();
        Arc::new(Client::new("c", config.clients["c"].clone()))
    }

    fn header(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    fn certificate(ou: &str, distrust: Option<&str>) -> CertificateFacts {
        CertificateFacts {
            organizational_unit: Some(ou.to_owned()),
            distrust: distrust.map(str::to_owned),
            ..CertificateFacts::default()
        }
    }

    #[test]
    fn a_secret_is_read_encoded_or_not() {
        let secret = "authentification = \"secret\"\nsecret = \"a+b c%\"";
        for (text, unencoded) in [("c:a%2Bb+c%25", false), ("c:a+b c%", true)] {
            let credentials = Credentials::read(Some(&header(text)), &Parameters::default());
            let proved = credentials.prove(Some(client(secret)), None).ok().unwrap();
            assert_eq!(proved.unencoded, unencoded, "{text}");
        }
        for text in ["c:", "c:a", "d:a%2Bb+c%25", "c"] {
            let credentials = Credentials::read(Some(&header(text)), &Parameters::default());
            let known = Some(client(secret))
                .filter(|client| credentials.client_id.as_deref() == Some(&client.id));
            assert!(credentials.prove(known, None).is_err(), "{text}");
        }
    }

    #[test]
    fn a_certificate_must_be_trusted_and_be_the_clients() {
        let settings = "authentification = \"certificat\"\ncertificat_ou = \"1\"";
        let credentials = Credentials::default();
        let prove = |facts: Option<CertificateFacts>| {
            credentials
                .prove(Some(client(settings)), facts.as_ref())
                .map(|_| ())
        };
        assert!(prove(Some(certificate("1", None))).is_ok());
        assert!(prove(Some(certificate("2", None))).is_err());
        assert!(prove(Some(certificate("1", Some("inconnu")))).is_err());
        assert!(prove(None).is_err());
    }
}
