//! Pro Santé Connect, the API Pro Santé Connectées and the Proxy e-Santé, judged by clients that
//! share nothing with the bench: requests-oauth2client, authlib, Apache's `mod_auth_openidc` behind
//! a real browser, ANS's JSON schema and OpenAPI description.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/apache.rs"]
mod apache;
#[path = "support/foreign.rs"]
mod foreign;
#[path = "support/overheard.rs"]
mod overheard;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::collections::BTreeMap;
use std::path::PathBuf;

use apache::{Apache, Settings};
use foreign::Bench;
use overheard::Overheard;

const OAUTH: &[&str] = &["requests_oauth2client", "lxml"];

fn python(modules: &[&str]) -> Option<PathBuf> {
    banc_fixtures::python_with(modules)
}

#[test]
fn requests_oauth2client_signs_in_renews_introspects_and_revokes() {
    let Some(python) = python(OAUTH) else {
        return;
    };
    Bench::start("psc-code", &[]).passes(
        &python,
        "psc_code.py",
        &[],
        &[
            "code-secret-basic",
            "code-secret-post",
            "code-certificat",
            "userinfo",
            "renouvellement-ancien-refuse",
            "introspection-perime",
            "revocation-inactif",
            "page",
            "session-unique",
        ],
    );
}

#[test]
fn requests_oauth2client_signs_in_by_ciba() {
    let Some(python) = python(OAUTH) else {
        return;
    };
    Bench::start("psc-ciba", &[]).passes(
        &python,
        "psc_ciba.py",
        &[],
        &[
            "attente-puis-accord",
            "code-montre",
            "refus",
            "slow-down-puis-accord",
            "expiration",
            "demande-d-un-autre",
            "certificat",
        ],
    );
}

#[test]
fn requests_oauth2client_exchanges_a_token_bound_to_its_certificate() {
    let Some(python) = python(OAUTH) else {
        return;
    };
    Bench::start("psc-echange", &[]).passes(
        &python,
        "psc_echange.py",
        &[],
        &[
            "echange-cnf",
            "ressource-meme-certificat",
            "ressource-autre-certificat",
            "ressource-sans-certificat",
            "refus-deja-echange",
            "refus-jeton-d-un-autre",
            "refus-perime",
            "ressource-perimee",
        ],
    );
}

#[test]
fn authlib_is_a_relying_party() {
    let Some(python) = python(&["authlib", "joserfc", "lxml"]) else {
        return;
    };
    Bench::start("psc-authlib", &[]).passes(
        &python,
        "psc_authlib.py",
        &[],
        &[
            "jwks",
            "id-token",
            "rotation",
            "deconnexion",
            "deconnexion-plus-de-session",
        ],
    );
}

#[test]
fn each_wrong_answer_is_refused_by_two_strict_clients_for_its_own_reason() {
    let Some(python) = python(&["requests_oauth2client", "authlib", "joserfc", "lxml"]) else {
        return;
    };
    let names: Vec<_> = banc_psc::Deviation::ALL
        .iter()
        .map(|deviation| deviation.name())
        .collect();
    Bench::start("psc-reponses-fausses", &[]).passes(
        &python,
        "psc_reponses_fausses.py",
        &[("noms", &names.join(","))],
        &[&["saine"], &*names].concat(),
    );
}

#[test]
fn a_service_is_told_of_the_end_of_its_sessions() {
    let Some(python) = python(&["requests_oauth2client", "joserfc", "lxml"]) else {
        return;
    };
    Bench::start("psc-fin-de-session", &[]).passes(
        &python,
        "psc_fin_de_session.py",
        &[],
        &[
            "par-psc-evenement",
            "jetons-morts",
            "par-un-client-recent",
            "une-seule-fois",
        ],
    );
}

#[test]
fn the_discovery_document_has_every_published_field() {
    let (Some(python), Some(reference)) = (python(&["requests"]), banc_fixtures::reference())
    else {
        return;
    };
    Bench::start("psc-decouverte", &[]).passes(
        &python,
        "psc_decouverte.py",
        &[("reference", &reference.display().to_string())],
        &["wallet-openid-configuration", "openid-configuration"],
    );
}

/// Variations that the schema of ANS refuses, and where.
const REFUSED_BY_THE_SCHEMA: &[(&str, &str)] = &[
    // Six members, of the fifteen that the schema requires: seen in the tests of a client.
    ("userinfo_simplifie", "$.UserInfo"),
    // A class of ANS writes `otherIDs`; the schema requires `otherIds`.
    ("other_ids_majuscules", "$.UserInfo"),
    // ANS's page on introspection promises `SubjectNameID`; the schema closes its list without it.
    ("introspection_subject_name_id", "$.IntrospectionResponse"),
];

#[test]
fn the_schema_accepts_the_default_professional_and_refuses_a_closed_list_of_variations() {
    let (Some(python), Some(reference)) = (
        python(&["requests_oauth2client", "lxml", "jsonschema"]),
        banc_fixtures::reference(),
    ) else {
        return;
    };
    let names: Vec<_> = banc_psc::variation::ALL
        .iter()
        .map(|variation| variation.name)
        .collect();
    let printed = Bench::start("psc-schema", &[]).run(
        &python,
        "psc_schema.py",
        &[
            ("reference", &reference.display().to_string()),
            ("variations", &names.join(",")),
        ],
    );
    assert!(printed.contains(&"ok nominal".to_owned()), "{printed:?}");
    assert_eq!(printed.len(), names.len() + 1, "{printed:?}");
    let refused: BTreeMap<&str, &str> = printed
        .iter()
        .filter_map(|line| line.strip_prefix("refuse ")?.split_once(" : "))
        .collect();
    assert_eq!(
        refused,
        REFUSED_BY_THE_SCHEMA.iter().copied().collect(),
        "{printed:?}"
    );
}

#[test]
fn a_heavy_client_works_through_the_proxy_as_its_official_description_says() {
    let (Some(python), Some(reference)) = (
        python(&["requests", "openapi_core"]),
        banc_fixtures::reference(),
    ) else {
        return;
    };
    Bench::start("psc-proxy", &[]).passes(
        &python,
        "psc_proxy.py",
        &[("reference", &reference.display().to_string())],
        &[
            "contrat-connexion",
            "contrat-connexion-inconnu",
            "deja-connecte",
            "envoi",
            "traces-suite",
            "contrat-deconnexion-sans-session",
        ],
    );
}

#[test]
fn another_proxy_works_between_the_simulated_services() {
    let Some(python) = python(OAUTH) else {
        return;
    };
    Bench::start("psc-proxy-autre", &[]).passes(
        &python,
        "psc_proxy_client.py",
        &[],
        &[
            "ressource",
            "signsessiondata",
            "renouvele-puis-echange",
            "session-finie",
        ],
    );
}

#[test]
fn the_provider_refuses_what_is_reused_redirected_foreign_or_forged_and_tells_no_secret() {
    let Some(python) = python(&["requests_oauth2client", "lxml", "cryptography"]) else {
        return;
    };
    let overheard = Overheard::start("psc-entendu");
    let said = overheard.said.clone();
    let bench = Bench::around("psc-securite", overheard, &said);
    let secrets = bench.pki.join("secrets.txt");
    bench.passes(
        &python,
        "psc_securite.py",
        &[("secrets", &secrets.display().to_string())],
        &[
            "code-renouvellement-mort",
            "code-autre-client",
            "code-pkce-fausse",
            "retour-autre",
            "retour-double",
            "client-inconnu",
            "autre-renouvelle",
            "autre-ne-revoque-pas",
            "hint-alg-none",
            "hint-hs256-pem",
            "userinfo-hs256-der",
            "introspection-contenu-change",
            "introspection-authentifiee",
            "identite-comme-acces",
            "deconnexion-pas-encore",
            "deconnexion-temoin",
        ],
    );
    let told = std::fs::read_to_string(&secrets).unwrap();
    let heard = bench.server.heard();
    assert!(heard.contains("gestion"), "nothing was heard: {heard}");
    let secrets: Vec<&str> = told.lines().collect();
    assert!(secrets.len() >= 10, "{told}");
    for secret in secrets {
        assert!(!heard.contains(secret), "banc wrote {secret}");
        // The signature alone would be enough to find a token again.
        let end = secret.rsplit('.').next().unwrap_or(secret);
        assert!(!heard.contains(end), "banc wrote the end of {secret}");
    }
}

#[test]
fn a_person_signs_in_through_apache_with_a_real_browser() {
    let (Some(python), Some(browser), Some(driver), Some(program)) = (
        python(&["selenium", "requests"]),
        banc_fixtures::foreign_tool("chromium"),
        banc_fixtures::foreign_tool("chromedriver"),
        Apache::installed(),
    ) else {
        return;
    };
    let bench = Bench::start("psc-apache", &[]);
    let file = |name: &str| bench.pki.join(name);
    let apache = Apache::start(
        &program,
        &Settings {
            discovery: &format!(
                "{}/.well-known/wallet-openid-configuration",
                bench.server.url("psc")
            ),
            authorities: &file("autorites.pem"),
            certificate: &file("insi-auto.pem"),
            key: &file("insi-auto.cle.pem"),
        },
    );
    let captures = process::fresh_dir("psc-captures");
    let profile = tempfile::tempdir().unwrap();
    bench.passes(
        &python,
        "psc_apache.py",
        &[
            ("site", &apache.site()),
            ("captures", &captures.display().to_string()),
            ("profil", &profile.path().display().to_string()),
            ("navigateur", &browser.display().to_string()),
            ("pilote", &driver.display().to_string()),
        ],
        &[
            "page-protegee",
            "session-gardee",
            "deconnexion",
            "identification-redemandee",
        ],
    );
}
