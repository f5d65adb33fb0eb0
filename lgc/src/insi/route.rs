//! Which way a call to INSi goes: by software certificate, by CPx card, or in the name of whoever is signed in
//! with Pro Santé Connect; and the envelope that this way needs.

use hyper::Uri;
use hyper::header::{HeaderName, HeaderValue};
use uuid::Uuid;

use super::access::{Caller, HttpClient};
use super::client::{Attempt, InsiClient};
use super::envelope::{EnvelopeHeader, write_envelope};
use super::failure::Failure;
use super::psc_identity::{self, PscIdentity};
use super::request::InsiRequest;
use crate::config::AuthenticationChoice;
use crate::defauts::Defect;

/// What a call needs once the authentication mode is chosen.
pub(super) struct Route<'a> {
    pub(super) http: &'a HttpClient,
    pub(super) endpoint: &'a Uri,
    pub(super) envelope: String,
    pub(super) authentication: &'static str,
    /// Bearer token or proxy session.
    pub(super) pass: Option<(HeaderName, HeaderValue)>,
}

impl InsiClient {
    /// True when a Pro Santé Connect session decides how INSi is called.
    pub fn follows_psc(&self) -> bool {
        matches!(
            self.access.choice,
            AuthenticationChoice::Available | AuthenticationChoice::Psc
        ) && !self.defects.has(Defect::IdentitePscPerdue)
    }

    /// A call that was not made, for want of the professional's identity.
    pub fn not_identified(&self, reason: &str) -> Attempt {
        Attempt {
            at: self.clock.now(),
            authentication: Some(psc_identity::MODE),
            outcome: Err(Failure::NotIdentified(reason.to_owned())),
        }
    }

    /// Chooses the authentication mode and writes the envelope.
    pub(super) fn route(
        &self,
        caller: Caller,
        request: &InsiRequest,
        identity: Option<&PscIdentity>,
    ) -> Result<Route<'_>, Failure> {
        let access = &self.access;
        if let Some(identity) = identity
            && !(identity.is_proxied() && self.defects.has(Defect::ProxyContourne))
        {
            return self.psc_route(request, identity);
        }
        if access.choice == AuthenticationChoice::Psc {
            return Err(Failure::NotIdentified(
                "aucune session Pro Santé Connect n'est ouverte".to_owned(),
            ));
        }
        let software = match caller {
            Caller::User => access.manual.as_ref(),
            Caller::Automatic => access.automatic.as_ref().or(access.manual.as_ref()),
        };
        let software = software.zip(access.software_endpoint.as_ref());
        let by_card = match access.choice {
            AuthenticationChoice::Available => software.is_none(),
            AuthenticationChoice::SoftwareCertificate | AuthenticationChoice::Psc => false,
            AuthenticationChoice::Cpx => true,
        };
        let time = self.clock.now_text();
        let mut header = EnvelopeHeader {
            time: &time,
            emitter: "",
            idam: access.idam.as_deref(),
            installation: access.installation,
            message_id: Uuid::new_v4(),
            assertion: None,
        };
        if !by_card {
            let (software, endpoint) = software.ok_or_else(|| {
                Failure::NotConfigured("aucun certificat logiciel ou point d'accès".to_owned())
            })?;
            header.emitter = &software.structure;
            return Ok(Route {
                http: &software.http,
                endpoint,
                envelope: write_envelope(&header, request),
                authentication: "certificat_logiciel",
                pass: None,
            });
        }
        let card = access.card.as_ref().ok_or_else(|| {
            Failure::NotConfigured("ni certificat logiciel ni carte CPx utilisable".to_owned())
        })?;
        let signed = !self.defects.has(Defect::AssertionNonSignee);
        let assertion = card
            .signer
            .assertion(&access.professional, &time, signed)
            .map_err(|reason| {
                Failure::NotConfigured(format!("signature CPx impossible ({reason})"))
            })?;
        header.emitter = &card.signer.professional_number;
        header.assertion = Some(&assertion);
        Ok(Route {
            http: &card.http,
            endpoint: &card.endpoint,
            envelope: write_envelope(&header, request),
            authentication: "cpx",
            pass: None,
        })
    }

    /// The route of mode PSC: straight with the API token and its certificate, or through the proxy.
    fn psc_route(
        &self,
        request: &InsiRequest,
        identity: &PscIdentity,
    ) -> Result<Route<'_>, Failure> {
        let access = &self.access;
        let missing = |what: &str| Failure::NotConfigured(what.to_owned());
        let (http, endpoint) = if identity.is_proxied() {
            let (http, endpoint) = access
                .proxy
                .as_ref()
                .ok_or_else(|| missing("aucun Proxy e-Santé"))?;
            (http, endpoint)
        } else {
            let way = access.psc.as_ref().zip(access.software_endpoint.as_ref());
            let (certified, endpoint) =
                way.ok_or_else(|| missing("aucun certificat psc_client ou point d'accès"))?;
            (&certified.http, endpoint)
        };
        let time = self.clock.now_text();
        let assertion = psc_identity::assertion(identity, &access.professional, &time);
        let header = EnvelopeHeader {
            time: &time,
            emitter: &identity.national_id,
            idam: access.idam.as_deref(),
            installation: access.installation,
            message_id: Uuid::new_v4(),
            assertion: Some(&assertion),
        };
        Ok(Route {
            http,
            endpoint,
            envelope: write_envelope(&header, request),
            authentication: psc_identity::MODE,
            pass: Some(identity.header()?),
        })
    }
}
