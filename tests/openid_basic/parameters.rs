//! Parameters that a provider may act upon or ignore, but for which it may not fail; and how the
//! request is sent.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::openid::{Landing, PROFESSIONAL, Request, Session, Stage, random};

/// Signs in with that parameter, and reads UserInfo.
async fn succeeds_with(name: &str, value: &str) -> Session {
    let mut stage = Stage::open().await;
    let request = stage.request().with(name, value);
    succeeds(&mut stage, &request).await
}

async fn succeeds(stage: &mut Stage, request: &Request) -> Session {
    let session = stage.sign_in(request).await;
    let info = stage.party.userinfo(session.access_token()).await;
    assert_eq!(info.expect(200).text_member("sub"), session.subject());
    session
}

/// The order of the scopes and of the parameters changes nothing.
#[tokio::test]
async fn oidcc_alternate_happy_flow() {
    let mut stage = Stage::open().await;
    let request = stage.request().with("scope", "email openid").reversed();
    succeeds(&mut stage, &request).await;
}

/// `display=page` is no error.
#[tokio::test]
async fn oidcc_display_page() {
    succeeds_with("display", "page").await;
}

/// `display=popup` is no error.
#[tokio::test]
async fn oidcc_display_popup() {
    succeeds_with("display", "popup").await;
}

/// A parameter that nobody knows is ignored.
#[tokio::test]
async fn oidcc_ensure_request_with_unknown_parameter_succeeds() {
    succeeds_with("parametre_inconnu", "valeur").await;
}

/// `login_hint` is no error, and whom it names can sign in.
#[tokio::test]
async fn oidcc_login_hint() {
    succeeds_with("login_hint", PROFESSIONAL).await;
}

/// `ui_locales` is no error, even for a language that the provider does not speak.
#[tokio::test]
async fn oidcc_ui_locales() {
    succeeds_with("ui_locales", "se").await;
}

/// `claims_locales` is no error, even for a language that the provider does not speak.
#[tokio::test]
async fn oidcc_claims_locales() {
    succeeds_with("claims_locales", "se").await;
}

/// With `acr_values` the id_token says which level was reached: here the one that was asked.
#[tokio::test]
async fn oidcc_ensure_request_with_acr_values_succeeds() {
    let session = succeeds_with("acr_values", "eidas1").await;
    assert_eq!(session.claims["acr"], "eidas1");
}

/// An essential claim may be asked of UserInfo. PSC has no `name`: its absence is no error.
#[tokio::test]
async fn oidcc_claims_essential() {
    let mut stage = Stage::open().await;
    let claims = r#"{"userinfo":{"name":{"essential":true}}}"#;
    let request = stage.request().with("claims", claims);
    let session = stage.sign_in(&request).await;
    let info = stage
        .party
        .userinfo(session.access_token())
        .await
        .expect(200);
    assert_eq!(info.text_member("sub"), session.subject());
    let name = &info.body["name"];
    assert!(name.is_null() || name.is_string(), "{}", info.text);
}

/// PKCE with S256: the right verifier is served, another one and none are not.
#[tokio::test]
async fn oidcc_ensure_request_with_valid_pkce_succeeds() {
    let mut stage = Stage::open().await;
    let verifier = format!("{}{}", random(), random());
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes());
    let challenge = URL_SAFE_NO_PAD.encode(digest);
    let mut code = async || {
        let request = stage
            .request()
            .with("code_challenge", &challenge)
            .with("code_challenge_method", "S256");
        let callback = stage.go(&request).await.callback();
        stage.party.code(&request, &callback)
    };
    let codes = [code().await, code().await, code().await];
    let party = &stage.party;
    let other = "x".repeat(43);
    let wrong = [("code_verifier", other.as_str())];
    let right = [("code_verifier", verifier.as_str())];
    party.exchange(&codes[0], &right).await.expect_tokens();
    let refused = party.exchange(&codes[1], &wrong).await;
    refused.expect_error(400, &["invalid_grant"]);
    let refused = party.exchange(&codes[2], &[]).await;
    refused.expect_error(400, &["invalid_grant"]);
}

/// The authorization request may be sent by POST.
#[tokio::test]
async fn oidcc_ensure_post_request_succeeds() {
    let mut stage = Stage::open().await;
    let request = stage.request();
    let endpoint = stage.party.published("authorization_endpoint").to_owned();
    let landing = stage.browser.post(&endpoint, request.parameters()).await;
    let callback = match landing {
        Landing::Page(page) => stage.browser.identify(&page).await.callback(),
        Landing::Callback(callback) => panic!("nobody was asked: {callback:?}"),
    };
    let finished = stage.party.finish(&stage.bench, &request, &callback, true);
    let session = finished.await;
    let info = stage.party.userinfo(session.access_token()).await;
    assert_eq!(info.expect(200).text_member("sub"), session.subject());
}

/// An address of return that is not declared is refused on a page: nothing is ever sent there.
#[tokio::test]
async fn oidcc_ensure_registered_redirect_uri() {
    let mut stage = Stage::open().await;
    let declared = stage.request().get("redirect_uri").unwrap().to_owned();
    let others = [
        format!("{declared}/{}", random()),
        format!("{declared}/"),
        format!("{declared}?ajout=1"),
        declared.to_uppercase(),
        declared.replace("https://", "http://"),
    ];
    for other in others {
        let request = stage.request().with("redirect_uri", &other);
        let page = stage.go(&request).await.page();
        assert_eq!(page.status, 400, "{other}: {}", page.html);
        assert!(page.button("CPS").is_none(), "{other}: {}", page.html);
    }
}
