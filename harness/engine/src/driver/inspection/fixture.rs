//! What an adapter is given during an inspection: endpoints where nobody listens, a made-up person.

use std::collections::BTreeMap;

use banc_contract::preparation::Endpoint;
use banc_contract::{LocalAccount, Preparation, PscClient, Traits};

/// Password of the account of an inspection.
pub(super) const PASSWORD: &str = "mot-de-passe-de-controle";
/// National identifier given to a sign-in that nobody answers: made up, with a right key.
pub(super) const NATIONAL_ID: &str = "899900004229";

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

/// The same with a local account, a Pro Santé Connect client, and the endpoints that go with them.
pub(super) fn preparation_with_accounts() -> Preparation {
    let mut preparation = fake_preparation();
    let endpoints = [
        ("psc", "/auth/realms/esante-wallet"),
        ("psc_portefeuille", ""),
        ("api_psc", ""),
        ("proxy_esante", ""),
        ("annuaire", "/fhir/v2"),
        ("annuaire_extraction", "/extraction"),
    ];
    for (name, path) in endpoints {
        let url = format!("https://127.0.0.1:9{path}");
        preparation
            .services
            .insert(name.to_owned(), Endpoint { url });
    }
    preparation.psc = Some(PscClient {
        client_id: "check-driver".to_owned(),
        client_secret: "secret-de-controle".to_owned(),
        client_id_mtls: "check-driver-mtls".to_owned(),
        client_id_api: "check-driver-api".to_owned(),
        client_id_proxy: "check-driver-proxy".to_owned(),
    });
    preparation.cle_annuaire = Some("cle-de-controle".to_owned());
    preparation.comptes = vec![fictitious_account()];
    preparation
}

/// A made-up local account.
pub(super) fn fictitious_account() -> LocalAccount {
    LocalAccount {
        compte: "dr.essai".to_owned(),
        mot_de_passe: PASSWORD.to_owned(),
        nom: "BANC-ESSAI".to_owned(),
        prenom: "CAMILLE".to_owned(),
        rpps: NATIONAL_ID.strip_prefix('8').map(str::to_owned),
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
