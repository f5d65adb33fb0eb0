//! Scopes: each is published and can be asked for; what UserInfo then says is well formed.
//!
//! PSC publishes the standard scopes but holds neither a postal address, nor an e-mail, nor a
//! telephone in the standard claims: the modules admit absent values, and so do the tests. Its
//! `given_name` and `family_name` are in the id_token too, which the modules only warn about.

use serde_json::Value;

use crate::openid::{PROFESSIONAL, Stage};

/// Claims of a standard scope, by type. Source: OpenID Connect Core §5.1 and §5.4.
fn assert_well_formed(scope: &str, info: &Value) {
    let texts: &[&str] = match scope {
        "profile" => &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
        ],
        "email" => &["email"],
        "phone" => &["phone_number"],
        _ => &[],
    };
    for claim in texts {
        let value = &info[claim];
        assert!(value.is_null() || value.is_string(), "{claim}: {info}");
    }
    for flag in ["email_verified", "phone_number_verified"] {
        let value = &info[flag];
        assert!(value.is_null() || value.is_boolean(), "{flag}: {info}");
    }
    let address = &info["address"];
    assert!(address.is_null() || address.is_object(), "{info}");
    if scope == "profile" {
        for claim in ["family_name", "given_name"] {
            assert!(info[claim].as_str().is_some_and(|name| !name.is_empty()));
        }
        assert_eq!(info["preferred_username"], PROFESSIONAL);
    }
}

/// Signs in with more scopes than `openid`; gives what UserInfo says.
async fn ask_for(scopes: &[&str]) -> Value {
    let mut stage = Stage::open().await;
    for scope in scopes {
        assert!(stage.party.lists("scopes_supported", scope), "{scope}");
    }
    let asked = format!("openid {}", scopes.join(" "));
    let request = stage.request().with("scope", &asked);
    let session = stage.sign_in(&request).await;
    let granted = session.tokens.text_member("scope");
    assert!(
        granted.split(' ').any(|scope| scope == "openid"),
        "{granted}"
    );
    let info = stage.party.userinfo(session.access_token()).await;
    let info = info.expect(200);
    assert_eq!(info.text_member("sub"), session.subject());
    info.body
}

/// `profile` can be asked for: the names and the user name of the professional come.
#[tokio::test]
async fn oidcc_scope_profile() {
    assert_well_formed("profile", &ask_for(&["profile"]).await);
}

/// `email` can be asked for.
#[tokio::test]
async fn oidcc_scope_email() {
    assert_well_formed("email", &ask_for(&["email"]).await);
}

/// `address` can be asked for.
#[tokio::test]
async fn oidcc_scope_address() {
    assert_well_formed("address", &ask_for(&["address"]).await);
}

/// `phone` can be asked for.
#[tokio::test]
async fn oidcc_scope_phone() {
    assert_well_formed("phone", &ask_for(&["phone"]).await);
}

/// All the standard scopes can be asked for at once.
#[tokio::test]
async fn oidcc_scope_all() {
    let scopes = ["profile", "email", "address", "phone"];
    let info = ask_for(&scopes).await;
    for scope in scopes {
        assert_well_formed(scope, &info);
    }
}

/// A scope that nobody publishes is refused to the client, which the tests above would not see.
#[tokio::test]
async fn an_unknown_scope_is_refused() {
    let mut stage = Stage::open().await;
    let request = stage.request().with("scope", "openid inconnu");
    let callback = stage.go(&request).await.callback();
    assert_eq!(stage.party.error(&request, &callback), "invalid_scope");
}
