//! What an adapter is given during an inspection: endpoints where nobody listens, a made-up person.

use std::collections::BTreeMap;

use banc_contract::preparation::Endpoint;
use banc_contract::{Preparation, Traits};

/// Endpoints where nobody listens: port 9 (discard) of the loopback.
pub(super) fn fake_preparation() -> Preparation {
    let endpoint = |path: &str| Endpoint {
        url: format!("https://127.0.0.1:9{path}"),
    };
    Preparation {
        scenario: "check-driver".to_owned(),
        execution: "check-driver".to_owned(),
        services: BTreeMap::from([
            ("insi".to_owned(), endpoint("/lps")),
            ("insi_tlsm".to_owned(), endpoint("/lps")),
        ]),
        autorites_pem: String::new(),
        certificats: BTreeMap::new(),
        idam: None,
        ..Preparation::default()
    }
}

/// A made-up person, in the form that needs no transliteration.
pub(super) fn fictitious_traits() -> Traits {
    Traits {
        nom_naissance: Some("BANC-ESSAI".to_owned()),
        premier_prenom: Some("CAMILLE".to_owned()),
        prenoms_naissance: Some("CAMILLE".to_owned()),
        date_naissance: Some("1980-02-29".to_owned()),
        sexe: Some("F".to_owned()),
        lieu_naissance: Some("63220".to_owned()),
        ..Traits::default()
    }
}
