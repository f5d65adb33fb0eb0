//! Mutual TLS: a software certificate whose CN is exactly `INSI-AUTO` or `INSI-MANU`.
//!
//! Source: seen in a client (a support mail quoted in its documentation): otherwise DESIR_560. That
//! a certificate which does not chain to the authority gets the same answer is inferred.

use banc_core::exchange::Connection;
use banc_core::observed::insi::{InsiAuthentication, ObservedInsi};
use banc_core::soap::Envelope;

use super::assertion::assertions;
use crate::codes;
use crate::config::{Clear, InsiConfig};
use crate::denied::Denied;
use crate::quirk::{Quirk, note};

pub(super) fn check(
    connection: &Connection,
    envelope: &Envelope<'_>,
    config: &InsiConfig,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    // `wsse:Security` may be absent or empty here: both are accepted (seen in a client).
    if assertions(envelope).next().is_some() {
        note(&mut seen.quirks, Quirk::SecurityIgnoree);
    }
    let refuse = |reason: String| Err(Denied::coded(codes::desir_560(), reason));
    let Some(tls) = &connection.tls else {
        note(&mut seen.quirks, Quirk::ConnexionEnClair);
        return match config.connexion_en_clair {
            Clear::Acceptee => Ok(()),
            Clear::Refusee => refuse("Connexion sans TLS, donc sans certificat client.".to_owned()),
        };
    };
    let Some(certificate) = &tls.client_certificate else {
        return refuse("Aucun certificat client.".to_owned());
    };
    seen.authentication = Some(InsiAuthentication::CertificatLogiciel);
    seen.signer.clone_from(&certificate.common_name);
    if let Some(distrust) = &certificate.distrust {
        return refuse(format!(
            "Certificat client qui n'est pas de confiance : {distrust}"
        ));
    }
    let name = certificate.common_name.as_deref().unwrap_or_default();
    if !config
        .certificat_logiciel
        .noms
        .iter()
        .any(|known| known == name)
    {
        return refuse(format!(
            "CN du certificat client : `{name}`, ni INSI-AUTO ni INSI-MANU."
        ));
    }
    if certificate.organizational_unit != seen.emetteur {
        note(&mut seen.quirks, Quirk::EmetteurDifferent);
    }
    Ok(())
}
