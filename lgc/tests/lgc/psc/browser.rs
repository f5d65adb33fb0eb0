//! Sign-in by the browser, and every wrong answer refused.

use banc_contract::{Outcome, SignInMode};
use banc_lgc::{LgcConfig, PscAuthentication};

use super::cabinet::{Cabinet, KIT, patient};
use super::tokens::sub;

const BROWSER: SignInMode = SignInMode::Navigateur;

#[tokio::test]
async fn the_browser_opens_the_session_of_the_known_professional() {
    let cabinet = Cabinet::sound().await;
    assert!(!cabinet.session().await.ouverte);
    cabinet.signed_in(BROWSER).await;
    let session = cabinet.session().await;
    assert_eq!(session.compte.as_deref(), Some("dr.kit"));
    assert_eq!(session.methode.as_deref(), Some("psc"));
    let psc = session.psc.unwrap();
    assert_eq!(psc.identifiant, KIT);
    assert_eq!(psc.navigateur.as_deref(), Some("systeme"));
    let account = cabinet.account("dr.kit").await.unwrap();
    assert_eq!(account.sub_psc, Some(sub(KIT)));
    let asked = &cabinet.fake.seen("/wallet/auth")[0];
    assert_eq!(asked.fields["acr_values"], "eidas1");
    assert_eq!(asked.fields["scope"], "openid scope_all");
    assert_eq!(asked.fields["code_challenge_method"], "S256");
    assert!(asked.fields["state"].len() >= 32 && asked.fields["nonce"].len() >= 32);
    let token = &cabinet.fake.grants("authorization_code")[0];
    assert!(token.fields["code_verifier"].len() >= 43);
    assert!(token.header("authorization").starts_with("Basic "));
    assert!(!token.fields.contains_key("client_secret"));
    assert!(asked.header("user-agent").starts_with("Mozilla/5.0"));
    assert_ne!(asked.header("user-agent"), token.header("user-agent"));
    let events = cabinet.journal().await;
    assert_eq!(events.len(), 1);
    assert!(events[0].reussite && events[0].nature == "connexion" && events[0].methode == "psc");
}

#[tokio::test]
async fn the_certificate_can_take_the_place_of_the_secret() {
    let config = LgcConfig {
        psc_authentication: PscAuthentication::Certificate,
        timeouts: patient(),
        ..LgcConfig::default()
    };
    let cabinet = Cabinet::configured(config, |_| {}).await;
    // The fake's id_tokens are for the client that has a secret: refused, once the code is exchanged.
    let message = cabinet.not_signed_in(BROWSER).await;
    assert!(message.contains("aud"), "{message}");
    let token = &cabinet.fake.grants("authorization_code")[0];
    assert_eq!(token.fields["client_id"], "banc-lgc-mtls");
    assert!(token.header("authorization").is_empty());
}

#[tokio::test]
async fn each_wrong_answer_is_refused_and_traced_without_a_token() {
    for wrong in [
        "state_altere",
        "state_absent",
        "iss_altere",
        "nonce_altere",
        "nonce_absent",
        "signature_alteree",
        "cle_inconnue",
        "cle_de_chiffrement",
        "jeton_expire",
        "audience_alteree",
        "emetteur_altere",
        "alg_none",
        "alg_confus",
        "sub_incoherent",
        "at_hash_altere",
    ] {
        let cabinet = Cabinet::sound().await;
        cabinet.fake.plan(|plan| plan.wrong = wrong);
        let message = cabinet.not_signed_in(BROWSER).await;
        assert!(message.contains("par sécurité"), "{wrong}: {message}");
        assert!(!cabinet.session().await.ouverte, "{wrong}");
        let events = cabinet.journal().await;
        let last = events.last().unwrap();
        assert!(!last.reussite, "{wrong}");
        let reason = last.motif.clone().unwrap();
        assert!(
            !reason.is_empty() && !reason.contains("eyJ"),
            "{wrong}: {reason}"
        );
        assert_eq!(cabinet.account("dr.kit").await.unwrap().sub_psc, None);
        // The answers good again, the same practice signs in.
        cabinet.fake.plan(|plan| plan.wrong = "");
        cabinet.signed_in(BROWSER).await;
    }
}

#[tokio::test]
async fn a_person_who_refuses_is_told_so() {
    let cabinet = Cabinet::sound().await;
    cabinet.fake.plan(|plan| plan.refuses = true);
    let message = cabinet.not_signed_in(BROWSER).await;
    assert!(message.contains("a été refusée"), "{message}");
    assert!(cabinet.fake.grants("authorization_code").is_empty());
}

#[tokio::test]
async fn an_answer_is_good_once_and_only_in_the_browser_that_asked() {
    let cabinet = Cabinet::sound().await;
    cabinet.signed_in(BROWSER).await;
    let state = cabinet.fake.seen("/wallet/auth")[0].fields["state"].clone();
    let page = cabinet
        .bench
        .page(&format!("/psc/retour?state={state}&code=code-1"))
        .await;
    assert!(page.contains("n'est pas attendue"), "{page}");
    assert_eq!(cabinet.fake.grants("authorization_code").len(), 1);
}

#[tokio::test]
async fn a_service_that_is_away_leaves_the_local_way_open() {
    let cabinet = Cabinet::prepared(&[], |preparation| {
        let endpoint = preparation.services.get_mut("psc").unwrap();
        endpoint.url = "http://127.0.0.1:9/realm".to_owned();
    })
    .await;
    let message = cabinet.not_signed_in(BROWSER).await;
    assert!(message.contains("ne répond pas"), "{message}");
    assert!(matches!(cabinet.local("dr.kit").await, Outcome::Fait(_)));
}

#[tokio::test]
async fn the_sign_in_page_has_its_button_and_its_terms() {
    let cabinet = Cabinet::sound().await;
    let page = cabinet
        .bench
        .page("/cabinet/connexion?scenario=INS-00")
        .await;
    assert!(
        page.contains(">S'identifier avec Pro Santé Connect</a>"),
        "{page}"
    );
    assert!(
        page.contains("/psc/connexion?execution=essai&amp;scenario=INS-00\""),
        "{page}"
    );
    assert!(page.contains("/cabinet/cgu"));
    let terms = cabinet.bench.page("/cabinet/cgu").await;
    assert!(terms.contains("Identification électronique par Pro Santé Connect"));
}
