//! What Pro Santé Connect says of a subject token: introspection, and UserInfo where asked.

use serde_json::{Map, Value};

use super::denied::Denied;
use super::{ApiPsc, ApiPscAddresses};
use crate::outgoing::{Caller, receive, text};

/// `User-Agent` of the authorization server.
pub(super) const AGENT: &str = "banc-serveur-autorisation";

/// What PSC says of a living token.
pub(super) struct Subject {
    /// National identifier.
    pub(super) national_id: String,
    /// SSO session.
    pub(super) session: Option<String>,
    /// Identifier of the token: its `jti`, or its digest when PSC gives none.
    pub(super) token_id: String,
    /// End of the token, in seconds since the epoch.
    pub(super) end: Option<i64>,
}

impl ApiPsc {
    /// Asks PSC about a token, in the name of the authorization server.
    ///
    /// Source: IG ans.fr.securisation-transport 1.2.0: the authorization server introspects the
    /// subject token at PSC. What it answers when PSC does not is inferred.
    pub(super) async fn introspect_at_psc(
        &self,
        addresses: &ApiPscAddresses,
        token: &str,
        allowed_clients: &[String],
    ) -> Result<Subject, Denied> {
        let settings = &self.config.psc;
        let caller = Caller {
            outgoing: &self.outgoing,
            agent: AGENT,
            client_id: &settings.client_id,
            secret: &settings.secret,
            limit: settings.delai,
        };
        let received = caller
            .post(&addresses.psc_introspection, &[("token", token)])
            .await
            .map_err(|reason| unavailable(&reason))?;
        match received.status {
            200 => {}
            500..=599 => return Err(unavailable(&received.told())),
            _ => {
                return Err(
                    Denied::oauth(500, "server_error", "introspection refused by PSC")
                        .because(format!("PSC introspection: {}", received.told())),
                );
            }
        }
        self.read(&received.object(), token, addresses, allowed_clients)
    }

    fn read(
        &self,
        claims: &Map<String, Value>,
        token: &str,
        addresses: &ApiPscAddresses,
        allowed_clients: &[String],
    ) -> Result<Subject, Denied> {
        if claims.get("active") != Some(&Value::Bool(true)) {
            return Err(self.subject_over("PSC introspection: the token is not active"));
        }
        if let Some(issuer) = text(claims, "iss")
            && issuer != addresses.psc_issuer
        {
            let reason = format!("PSC introspection: the token was issued by {issuer}");
            return Err(self.subject_refused(&reason));
        }
        // PSC also says of its refresh tokens that they are active.
        if let Some(kind) = text(claims, "typ")
            && kind != "Bearer"
        {
            let reason = format!("PSC introspection: not an access token but `{kind}`");
            return Err(self.subject_refused(&reason));
        }
        let client = text(claims, "azp").or_else(|| text(claims, "client_id"));
        if !allowed_clients.is_empty()
            && !client.is_some_and(|client| allowed_clients.iter().any(|one| one == client))
        {
            let reason = format!(
                "the PSC token belongs to PSC client `{}`, which is not among clients_psc {allowed_clients:?} of this client",
                client.unwrap_or_default()
            );
            return Err(self.subject_refused(&reason));
        }
        let national_id = ["SubjectNameID", "preferred_username", "username"]
            .into_iter()
            .find_map(|claim| text(claims, claim))
            .or_else(|| text(claims, "sub")?.rsplit(':').next());
        let Some(national_id) = national_id.filter(|id| !id.is_empty()) else {
            return Err(self.subject_refused("PSC introspection names nobody"));
        };
        Ok(Subject {
            national_id: national_id.to_owned(),
            session: ["session_state", "sid"]
                .into_iter()
                .find_map(|claim| text(claims, claim))
                .map(str::to_owned),
            token_id: text(claims, "jti").map_or_else(|| digest(token), str::to_owned),
            end: claims.get("exp").and_then(Value::as_i64),
        })
    }

    /// UserInfo of the professional; empty, which is no obstacle, when PSC does not give it.
    pub(super) async fn userinfo_at_psc(
        &self,
        addresses: &ApiPscAddresses,
        token: &str,
    ) -> Map<String, Value> {
        let request = self
            .outgoing
            .request(
                reqwest::Method::GET,
                &addresses.psc_userinfo,
                self.config.psc.delai,
            )
            .header("user-agent", AGENT)
            .header("accept", "application/json")
            .bearer_auth(token);
        match receive(request).await {
            Ok(received) if received.status == 200 => received.object(),
            _ => Map::new(),
        }
    }

    /// Error case 1a of the IG: the introspection fails, the answer is an error with the URL where
    /// the professional authenticates. Its exact shape is inferred.
    pub(super) fn subject_over(&self, reason: &str) -> Denied {
        let settings = &self.config;
        let url = if settings.psc.url_authentification.is_empty() {
            let issuer = self
                .addresses
                .get()
                .map_or("", |known| known.psc_issuer.as_str());
            format!("{issuer}/protocol/openid-connect/auth")
        } else {
            settings.psc.url_authentification.clone()
        };
        Denied {
            authentication: Some(Box::new((
                settings.echange.membre_url_authentification.clone(),
                url,
            ))),
            ..self.subject_refused(reason)
        }
    }

    /// A subject token that is not accepted. Source of the code: RFC 8693 §2.2.2, by default.
    pub(super) fn subject_refused(&self, reason: &str) -> Denied {
        let code = self.config.echange.erreur_sujet.code();
        Denied::oauth(400, code, "subject_token is not valid").because(reason)
    }
}

fn unavailable(reason: &str) -> Denied {
    Denied::oauth(
        503,
        "temporarily_unavailable",
        "Pro Santé Connect is not available",
    )
    .because(format!("PSC introspection: {reason}"))
}

fn digest(token: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes());
    hex::encode(digest)
}
