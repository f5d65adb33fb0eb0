//! INSi called with the professional's identity.

use banc_contract::SignInMode;

use super::cabinet::{Cabinet, KIT};
use crate::driver::search;
use crate::gateway::code;
use crate::identities::ecetinsi;

#[tokio::test]
async fn insi_gets_the_api_token_and_the_unsigned_assertion() {
    let cabinet = Cabinet::sound().await;
    cabinet.signed_in(SignInMode::Navigateur).await;
    let usager = cabinet.bench.create(ecetinsi()).await;
    cabinet.bench.gateway.script([code("01")]);
    cabinet.bench.done(search(&usager)).await;
    cabinet.bench.done(search(&usager)).await;
    let exchanges = cabinet.fake.seen("/as/token.oauth2");
    assert_eq!(exchanges.len(), 1, "the token is reused");
    let asked = &exchanges[0].fields;
    assert_eq!(
        asked["grant_type"],
        "urn:ietf:params:oauth:grant-type:token-exchange"
    );
    assert_eq!(asked["client_id"], "banc-lgc-api");
    assert_eq!(asked["scope"], "insi");
    assert_eq!(asked["subject_token"], "jeton-d-acces-numero-1");
    for request in cabinet.bench.gateway.received().await {
        let bearer = request.headers.get("authorization").unwrap();
        assert_eq!(bearer, "Bearer api-jeton-d-acces-numero-1");
        let body = String::from_utf8(request.body).unwrap();
        assert!(
            body.contains(&format!("NameQualifier=\"PSC\">{KIT}<")),
            "{body}"
        );
        assert!(body.contains("codeSpecialiteAMO") && !body.contains("Signature"));
    }
    let calls = cabinet.bench.calls().await;
    assert!(
        calls
            .iter()
            .all(|call| call.authentification.as_deref() == Some("psc"))
    );
}

#[tokio::test]
async fn through_the_proxy_nothing_leaves_this_software_for_insi() {
    let cabinet = Cabinet::sound().await;
    cabinet.signed_in(SignInMode::Proxy).await;
    let usager = cabinet.bench.create(ecetinsi()).await;
    cabinet.bench.done(search(&usager)).await;
    let sent = cabinet.fake.seen("/send/insi");
    assert!(!sent.is_empty());
    assert!(sent[0].header("cookie").contains("session-du-proxy"));
    assert!(sent[0].header("authorization").is_empty());
    assert!(sent[0].body.contains(KIT));
    assert!(cabinet.bench.gateway.received().await.is_empty());
    let calls = cabinet.bench.calls().await;
    assert_eq!(calls[0].authentification.as_deref(), Some("psc"));
    // The proxy no longer knows the session: it is over here too.
    cabinet.fake.plan(|plan| plan.proxy = 401);
    cabinet.bench.refused(search(&usager)).await;
    assert!(cabinet.session().await.psc.is_none());
}

#[tokio::test]
async fn a_local_session_calls_in_the_name_of_the_software() {
    let cabinet = Cabinet::sound().await;
    cabinet.local("dr.kit").await;
    let usager = cabinet.bench.create(ecetinsi()).await;
    cabinet.bench.gateway.script([code("01")]);
    cabinet.bench.done(search(&usager)).await;
    let calls = cabinet.bench.calls().await;
    assert_eq!(
        calls[0].authentification.as_deref(),
        Some("certificat_logiciel")
    );
}
