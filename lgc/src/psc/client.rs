//! This software as a client of Pro Santé Connect: code against tokens, identity, renewal, end. It holds
//! no session; who is signed in is the practice's affair.

use std::time::Instant;

use banc_contract::PscRegistration;
use hyper::header::CONTENT_TYPE;
use serde_json::Value;
use tokio::sync::OnceCell;

use super::authorization::{self, Callback, SignInSecrets};
use super::back_channel::{BackChannel, PSC};
use super::failure::PscFailure;
use super::id_token::{self, Expected, IdClaims};
use super::key_set::KeySet;
use super::metadata::Metadata;
use super::person::{Person, UserInfo};
use super::signature;
use super::token_set::TokenSet;
use crate::clock::Clock;
use crate::defauts::{Defect, DefectSet};
use crate::outgoing::{Ask, Reply};

/// A sign-in that came to its end.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub person: Person,
    /// Tokens.
    pub tokens: TokenSet,
    /// SSO session, when named.
    pub sid: Option<String>,
}

/// The client of one practice.
pub struct PscClient {
    pub(super) issuer: String,
    pub(super) channel: BackChannel,
    pub(super) own: PscRegistration,
    pub(super) clock: Clock,
    pub(super) defects: DefectSet,
    metadata: OnceCell<Metadata>,
    keys: KeySet,
}

impl PscClient {
    /// A client of `issuer`; `clock` is that of the machine, which judges tokens.
    pub fn new(
        issuer: String,
        channel: BackChannel,
        own: PscRegistration,
        clock: Clock,
        defects: DefectSet,
    ) -> Self {
        Self {
            issuer,
            channel,
            own,
            clock,
            defects,
            metadata: OnceCell::new(),
            keys: KeySet::default(),
        }
    }

    /// The issuer.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The discovery document, fetched once.
    pub async fn metadata(&self, deadline: Instant) -> Result<&Metadata, PscFailure> {
        self.metadata
            .get_or_try_init(|| Metadata::fetch(&self.channel, &self.issuer, deadline))
            .await
    }

    /// Where the browser goes to sign in. `again` asks for a new authentication whatever the session.
    pub async fn authorization_address(
        &self,
        secrets: &SignInSecrets,
        again: bool,
        deadline: Instant,
    ) -> Result<String, PscFailure> {
        let metadata = self.metadata(deadline).await?;
        authorization::address(
            metadata,
            self.channel.client_id(),
            self.redirect_uri(),
            secrets,
            again,
            &self.defects,
        )
    }

    /// What the browser brought back, down to the identity of the person.
    pub async fn complete(
        &self,
        callback: Callback,
        secrets: &SignInSecrets,
        deadline: Instant,
    ) -> Result<SignedIn, PscFailure> {
        let metadata = self.metadata(deadline).await?;
        let code = callback.code(metadata, secrets, &self.defects)?;
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", self.redirect_uri()),
            ("code_verifier", &secrets.verifier),
        ];
        let reply = self
            .channel
            .post(&metadata.token_endpoint, &fields, deadline)
            .await?;
        self.identify(&reply, Some(&secrets.nonce), deadline).await
    }

    /// Believes tokens: id_token first, then UserInfo, which must speak of the same person.
    pub(super) async fn identify(
        &self,
        reply: &Reply,
        nonce: Option<&str>,
        deadline: Instant,
    ) -> Result<SignedIn, PscFailure> {
        let tokens = TokenSet::read(reply)?;
        let claims = self
            .id_claims(&tokens, nonce, deadline)
            .await
            .map_err(|failure| self.told_too_much(failure, &tokens))?;
        let info = self.user_info(&tokens.access, deadline).await?;
        // OpenID Connect Core 1.0 §5.3.2: UserInfo of another person must not be used.
        if info.sub != claims.sub && !self.defects.has(Defect::SubIncoherentAccepte) {
            return Err(PscFailure::NotBelieved(
                "UserInfo décrit une autre personne que l'id_token (sub)".to_owned(),
            ));
        }
        let person = info.person().ok_or_else(|| {
            PscFailure::NotBelieved("UserInfo ne donne pas d'identifiant national".to_owned())
        })?;
        Ok(SignedIn {
            person,
            tokens,
            sid: claims.sid,
        })
    }

    /// Defect `jeton_dans_journal`: the reason of the refusal bears the token refused.
    fn told_too_much(&self, failure: PscFailure, tokens: &TokenSet) -> PscFailure {
        match (&tokens.id_token, self.defects.has(Defect::JetonDansJournal)) {
            (Some(token), true) => PscFailure::NotBelieved(format!("{failure} : {token}")),
            _ => failure,
        }
    }

    async fn id_claims(
        &self,
        tokens: &TokenSet,
        nonce: Option<&str>,
        deadline: Instant,
    ) -> Result<IdClaims, PscFailure> {
        let id_token = tokens
            .id_token
            .as_deref()
            .ok_or_else(|| PscFailure::NotBelieved("il n'y a pas d'id_token".to_owned()))?;
        let claims = self.signed_claims(id_token, deadline).await?;
        let expected = Expected {
            issuer: &self.issuer,
            client_id: self.channel.client_id(),
            nonce,
            access_token: &tokens.access,
            now: self.clock.now().as_second(),
        };
        id_token::check(&claims, &expected, &self.defects)
    }

    /// The claims of a token that Pro Santé Connect signed.
    pub(super) async fn signed_claims(
        &self,
        token: &str,
        deadline: Instant,
    ) -> Result<Value, PscFailure> {
        let announced = signature::announced(token)?;
        signature::check_algorithm(&announced, &self.defects)?;
        let url = &self.metadata(deadline).await?.jwks_uri;
        let found = self
            .keys
            .find(announced.key.as_deref(), &self.channel, url, deadline)
            .await;
        let key = match found {
            Ok(key) => Some(key),
            // Without the key, only a software that verifies nothing goes on.
            Err(_) if self.defects.has(Defect::SignatureIgnoree) => None,
            Err(_) if announced.algorithm == "none" => None,
            Err(failure) => return Err(failure),
        };
        signature::verified_claims(token, &announced, key.as_ref(), &self.defects)
    }

    /// UserInfo, in JSON or signed.
    async fn user_info(&self, access: &str, deadline: Instant) -> Result<UserInfo, PscFailure> {
        let url = &self.metadata(deadline).await?.userinfo_endpoint;
        let reply = self
            .channel
            .fetch(Ask::get(url).bearer(access), deadline)
            .await?;
        let signed = reply
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/jwt"));
        // Read as a value first: members given twice, as seen in the field, are then no trouble.
        let value: Value = if signed {
            let token = String::from_utf8_lossy(&reply.body).into_owned();
            self.signed_claims(token.trim(), deadline).await?
        } else {
            reply
                .json()
                .ok_or_else(|| unreadable("ce n'est pas du JSON"))?
        };
        serde_json::from_value(value).map_err(|error| unreadable(&error.to_string()))
    }

    /// New tokens for the same person.
    pub async fn renew(
        &self,
        tokens: &TokenSet,
        sub: Option<&str>,
        deadline: Instant,
    ) -> Result<TokenSet, PscFailure> {
        let refresh = tokens
            .refresh
            .as_deref()
            .ok_or_else(|| PscFailure::Refused {
                service: PSC,
                error: "aucun jeton de renouvellement".to_owned(),
                description: None,
            })?;
        let metadata = self.metadata(deadline).await?;
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let reply = self
            .channel
            .post(&metadata.token_endpoint, &fields, deadline)
            .await?;
        let next = TokenSet::read(&reply)?;
        if next.id_token.is_some() {
            // OpenID Connect Core 1.0 §12.2: the person may not change on the way.
            let claims = self.id_claims(&next, None, deadline).await?;
            if sub.is_some_and(|sub| sub != claims.sub) {
                return Err(PscFailure::NotBelieved(
                    "le renouvellement désigne une autre personne (sub)".to_owned(),
                ));
            }
        }
        Ok(tokens.clone().renewed(next))
    }

    /// Where the browser comes back.
    fn redirect_uri(&self) -> &str {
        self.own.redirect_uris.first().map_or("", String::as_str)
    }
}

fn unreadable(reason: &str) -> PscFailure {
    PscFailure::Unreadable {
        service: PSC,
        reason: format!("UserInfo : {reason}"),
    }
}
