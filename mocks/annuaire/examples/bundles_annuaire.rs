//! Prints, one JSON document per line, what the directory serves: every resource in Bundles of
//! several sizes, each variation, the capability statement, errors. For readers that share nothing
//! with the bench:
//! `cargo run -q -p banc-annuaire --example bundles_annuaire | python tests/etrangers/annuaire_fhir.py`.

#![expect(clippy::unwrap_used, reason = "an example that cannot print must stop")]

use std::sync::Arc;

use banc_annuaire::{Annuaire, AnnuaireAddresses, AnnuaireConfig, Dataset, Kind, variation};
use banc_core::Clock;
use banc_core::clock::Mono;
use banc_core::exchange::{Connection, Request};
use banc_core::service::{Call, Service as _};

fn main() {
    let config = AnnuaireConfig::from_toml("[debit]\nactif = false").unwrap();
    let annuaire = Annuaire::new(Arc::new(config), Dataset::embedded());
    annuaire.locate(AnnuaireAddresses {
        base: "https://localhost:5005".to_owned(),
    });
    for kind in Kind::ALL {
        for count in [1, 50, 1000] {
            print(&annuaire, &format!("{}?_count={count}", kind.name()), &[]);
        }
    }
    let brought = "PractitionerRole?_count=20&_include=*";
    for query in [
        brought,
        "Organization?_count=20&_include=*&_revinclude=*",
        "Practitioner?_revinclude=PractitionerRole:practitioner",
        "Practitioner?family=PERSONNE",
        "Practitioner/003-0000100-0000700",
        "metadata",
        "Practitioner?gender=male",
        "/fhir/v1/Inconnu",
    ] {
        print(&annuaire, query, &[]);
    }
    for one in variation::ALL {
        print(&annuaire, brought, &[one.name.to_owned()]);
        print(
            &annuaire,
            "Practitioner?family=PERSONNE",
            &[one.name.to_owned()],
        );
    }
}

fn print(annuaire: &Annuaire, query: &str, variations: &[String]) {
    let target = if query.starts_with('/') {
        query.to_owned()
    } else {
        format!("/fhir/v2/{query}")
    };
    let request = Request {
        method: "GET".to_owned(),
        target,
        headers: vec![("esante-api-key".to_owned(), annuaire.keys()[0].clone())],
        ..Request::default()
    };
    let connection = Connection {
        id: 1,
        peer: String::new(),
        tls: None,
        accepted: Mono(0),
        tls_ready: None,
    };
    let answer = annuaire.answer(&Call {
        request: &request,
        connection: &connection,
        front: "annuaire",
        lane: "exemple",
        operation: annuaire.classify(&request),
        ordinal: 1,
        clock: &Clock::system(),
        variations,
        refusal: None,
    });
    let body = String::from_utf8(answer.body.to_vec()).unwrap();
    println!("{}", body.replace('\n', " "));
}
