//! Claims of the tokens, member by member in the order of the samples.

use serde::Serialize;

use crate::professional::Professional;

/// Beginning of `sub`: `f:<federation>:<national id>`. Source: samples of ANS.
pub(crate) fn subject(federation: &str, professional: &Professional) -> String {
    format!("f:{federation}:{}", professional.national_id)
}

/// An entry of `otherIds`.
#[derive(Serialize)]
pub(crate) struct OtherId<'a> {
    identifiant: &'a str,
    origine: &'static str,
    qualite: u8,
}

/// `otherIds` of a person.
pub(crate) fn other_ids(professional: &Professional) -> [OtherId<'_>; 1] {
    [OtherId {
        identifiant: &professional.national_id,
        origine: professional.origine.name(),
        qualite: 1,
    }]
}

/// Access token. Source: tokens of 2021 and 2023 published by ANS.
#[derive(Serialize)]
pub(crate) struct Access<'a> {
    pub(crate) exp: i64,
    pub(crate) iat: i64,
    pub(crate) auth_time: i64,
    pub(crate) jti: &'a str,
    pub(crate) iss: &'a str,
    pub(crate) sub: &'a str,
    pub(crate) typ: &'static str,
    pub(crate) azp: &'a str,
    /// Empty when none was asked.
    pub(crate) nonce: &'a str,
    pub(crate) session_state: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_verified: Option<bool>,
    pub(crate) acr: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) auth_level: Option<&'static str>,
    pub(crate) scope: &'a str,
    pub(crate) sid: &'a str,
    #[serde(rename = "authMode")]
    pub(crate) auth_mode: &'static str,
    #[serde(rename = "otherIds")]
    pub(crate) other_ids: [OtherId<'a>; 1],
    pub(crate) preferred_username: &'a str,
}

/// id_token. No decoded sample was found: the claims are those that clients read.
#[derive(Serialize)]
pub(crate) struct Identity<'a> {
    pub(crate) exp: i64,
    pub(crate) iat: i64,
    pub(crate) auth_time: i64,
    pub(crate) jti: String,
    pub(crate) iss: &'a str,
    pub(crate) aud: &'a str,
    pub(crate) sub: &'a str,
    pub(crate) typ: &'static str,
    pub(crate) azp: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) session_state: Option<&'a str>,
    pub(crate) at_hash: &'a str,
    pub(crate) acr: &'a str,
    pub(crate) sid: &'a str,
    #[serde(rename = "SubjectNameID")]
    pub(crate) subject_name_id: &'a str,
    pub(crate) preferred_username: &'a str,
    pub(crate) given_name: &'a str,
    pub(crate) family_name: &'a str,
}

/// Refresh token. Source: Keycloak; one client reads its `exp`.
#[derive(Serialize)]
pub(crate) struct Refresh<'a> {
    pub(crate) exp: i64,
    pub(crate) iat: i64,
    pub(crate) jti: &'a str,
    pub(crate) iss: &'a str,
    pub(crate) aud: &'a str,
    pub(crate) sub: &'a str,
    pub(crate) typ: &'static str,
    pub(crate) azp: &'a str,
    pub(crate) session_state: &'a str,
    pub(crate) scope: &'a str,
    pub(crate) sid: &'a str,
}

/// Logout token. Source: OpenID Connect Back-Channel Logout §2.4.
#[derive(Serialize)]
pub(crate) struct Logout<'a> {
    pub(crate) iss: &'a str,
    pub(crate) sub: &'a str,
    pub(crate) aud: &'a str,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    pub(crate) jti: String,
    pub(crate) sid: &'a str,
    pub(crate) events: LogoutEvent,
}

/// The only event of a logout token.
#[derive(Default, Serialize)]
pub(crate) struct LogoutEvent {
    #[serde(rename = "http://schemas.openid.net/event/backchannel-logout")]
    event: Empty,
}

/// `{}`.
#[derive(Default, Serialize)]
struct Empty {}
