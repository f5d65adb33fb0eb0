//! INSi as a service of the bench: HTTP methods and paths, the order of the checks, faults.
//!
//! Order: content type, envelope, action, authentication, authorisation number and context blocks,
//! lexical rules, search. Source of the order: inferred.

mod reply;

use std::sync::Arc;

use banc_core::api_token::ApiTokens;
use banc_core::exchange::Request;
use banc_core::observed::insi::{InsiOperation, ObservedInsi, VERSION};
use banc_core::pki::TrustAnchors;
use banc_core::service::{Answer, Call, Service, UNKNOWN_OPERATION};
use banc_core::soap::{Envelope, Version};
use banc_core::xml::{self, Encoding, Limits};

use crate::authentication::{self, Circumstances};
use crate::codes;
use crate::config::InsiConfig;
use crate::denied::Denied;
use crate::fault::{Denial, WSA, WSSE};
use crate::operation::{self, Context};
use crate::quirk::{Quirk, note};
use crate::request::{addressing, content_type, contexts};
use crate::script::{Reply, ScriptedAnswer};
use crate::state::State;
use crate::variation::{self, Asked};
use crate::{names, wsdl};
use reply::{plain, refuse, xml_answer};

/// Path of every teleservice of the real front.
pub const PATH: &str = "/lps";

/// A simulated INSi: one instance per lane.
pub struct Insi {
    config: Arc<InsiConfig>,
    trust: TrustAnchors,
    tokens: Option<Arc<dyn ApiTokens>>,
    refusals: Vec<&'static str>,
    state: State,
}

impl std::fmt::Debug for Insi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Insi")
            .field("refusals", &self.refusals)
            .finish_non_exhaustive()
    }
}

/// A script that names what does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// No such identity in the base of the lane.
    #[error("scripted identity `{0}` is not in the base: add it first")]
    UnknownIdentity(String),
    /// No such refusal.
    #[error(
        "scripted refusal `{0}` is not known: see the refusals of the service, or configure it"
    )]
    UnknownRefusal(String),
}

impl Insi {
    /// A service with the embedded identities; `trust` says whose assertions are believed.
    pub fn new(config: Arc<InsiConfig>, trust: TrustAnchors) -> Self {
        let configured = config
            .refus
            .iter()
            .map(|refusal| names::intern(&refusal.code));
        let refusals = codes::OFFICIAL.into_iter().chain(configured).collect();
        Self {
            config,
            trust,
            tokens: None,
            refusals,
            state: State::default(),
        }
    }

    /// The same service, which asks `tokens` about the API tokens of Pro Santé Connect. Without it,
    /// an assertion of Pro Santé Connect is read without proof.
    #[must_use]
    pub fn with_api_tokens(mut self, tokens: Arc<dyn ApiTokens>) -> Self {
        self.tokens = Some(tokens);
        self
    }

    /// What scenarios change: the base.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The settings.
    pub fn config(&self) -> &InsiConfig {
        &self.config
    }

    /// Replaces the scripted answers.
    pub fn script(&self, answers: Vec<ScriptedAnswer>) -> Result<(), ScriptError> {
        let base = self.state.base();
        for answer in &answers {
            match &answer.reponse {
                Reply::Identite { id, .. } if base.by_id(id).is_none() => {
                    return Err(ScriptError::UnknownIdentity(id.clone()));
                }
                Reply::Refus { code } if codes::by_code(code, &self.config.refus).is_none() => {
                    return Err(ScriptError::UnknownRefusal(code.clone()));
                }
                _ => {}
            }
        }
        self.state.script(answers);
        Ok(())
    }

    fn post(&self, call: &Call<'_>) -> Answer {
        let mut seen = ObservedInsi {
            version: VERSION,
            ..ObservedInsi::default()
        };
        match self.serve(call, &mut seen) {
            Ok(body) => xml_answer(200, body, call.variations, seen),
            Err(denied) => refuse(&denied, call.variations, seen),
        }
    }

    fn serve(&self, call: &Call<'_>, seen: &mut ObservedInsi) -> Result<String, Denied> {
        let content_type =
            content_type::parse(call.request.header("content-type").unwrap_or_default());
        if !content_type
            .media
            .eq_ignore_ascii_case("application/soap+xml")
        {
            let reason = format!(
                "Type de contenu `{}` : application/soap+xml est attendu.",
                content_type.media
            );
            return Err(Denied::sender(reason).with_status(415));
        }
        let decoded =
            xml::decode(&call.request.body.bytes, content_type.charset).map_err(unreadable)?;
        if decoded.encoding == Encoding::Latin1 {
            note(&mut seen.quirks, Quirk::EncodageTranscode);
        }
        let limits = Limits {
            bytes: self.config.corps_max.saturating_mul(2),
            ..Limits::default()
        };
        let envelope = Envelope::parse(&decoded.text, &limits).map_err(unreadable)?;
        if envelope.version() == Version::V11 {
            return Err(Denied::new(
                Denial::Version11,
                "Enveloppe SOAP 1.1 : le service est en SOAP 1.2.",
            ));
        }
        addressing::read(&envelope, &content_type, seen)?;
        contexts::observe(&envelope, seen);
        let dispatched = addressing::dispatch(seen, &self.config).and_then(|operation| {
            seen.operation = Some(operation);
            operation::decode(operation, envelope.body_root(), &self.config, seen)?;
            Ok(operation)
        });
        if let Some(code) = call.refusal {
            return Err(self.planned_refusal(code));
        }
        let operation = dispatched?;
        headers_understood(&envelope, seen)?;
        let circumstances = Circumstances {
            config: &self.config,
            trust: &self.trust,
            tokens: self.tokens.as_deref(),
            now: call.clock.now(),
        };
        authentication::check(call, &decoded.text, &envelope, &circumstances, seen)?;
        contexts::check(&envelope, &self.config, circumstances.now, seen)?;
        operation::check(operation, &self.config, seen)?;
        self.business(operation, call.variations, seen)
    }

    fn business(
        &self,
        operation: InsiOperation,
        variations: &[String],
        seen: &mut ObservedInsi,
    ) -> Result<String, Denied> {
        let context = Context {
            config: &self.config,
            base: self.state.base(),
            scripted: self.state.next(operation),
            asked: Asked(variations),
        };
        operation::answer(operation, &context, seen)
    }

    fn planned_refusal(&self, code: &str) -> Denied {
        match codes::by_code(code, &self.config.refus) {
            Some(refusal) => Denied::coded(refusal, "refus demandé par le plan de pannes"),
            None => Denied::sender(format!(
                "Refus inconnu demandé par le plan de pannes : {code}"
            )),
        }
    }
}

impl Service for Insi {
    fn name(&self) -> &'static str {
        "insi"
    }

    fn body_limit(&self) -> usize {
        self.config.corps_max
    }

    fn classify(&self, request: &Request) -> &'static str {
        let (path, query) = split(&request.target);
        match &*request.method {
            "GET" if path == PATH && wsdl::is_asked(query) => "wsdl",
            "POST" if path == PATH => {
                let content_type =
                    content_type::parse(request.header("content-type").unwrap_or_default());
                addressing::glance(&content_type, &request.body.bytes)
                    .and_then(|action| addressing::operation(action, &self.config))
                    .map_or(UNKNOWN_OPERATION, operation::name)
            }
            _ => UNKNOWN_OPERATION,
        }
    }

    fn answer(&self, call: &Call<'_>) -> Answer {
        let (path, query) = split(&call.request.target);
        match &*call.request.method {
            _ if path != PATH => plain(404, "Chemin inconnu : le service est à /lps."),
            "POST" => self.post(call),
            "GET" if wsdl::is_asked(query) => wsdl::answer(call),
            "GET" => plain(
                404,
                "Rien à lire ici : POST pour appeler le service, GET /lps?wsdl pour sa description.",
            ),
            _ => {
                let mut answer = plain(405, "Méthode refusée : POST pour appeler le service.");
                answer.headers.push(("allow", "GET, POST".to_owned()));
                answer
            }
        }
    }

    fn too_large(&self, call: &Call<'_>) -> Answer {
        let seen = ObservedInsi {
            version: VERSION,
            ..ObservedInsi::default()
        };
        let reason = format!(
            "Corps de plus de {} octets, ou interrompu.",
            self.config.corps_max
        );
        refuse(
            &Denied::sender(reason).with_status(413),
            call.variations,
            seen,
        )
    }

    fn operations(&self) -> Vec<&'static str> {
        let searches = [
            InsiOperation::RechercheTraits,
            InsiOperation::RechercheCarteVitale,
        ];
        let verification = self
            .config
            .verification
            .active
            .then_some(InsiOperation::Verification);
        let named = searches
            .into_iter()
            .chain(verification)
            .map(operation::name);
        named.chain(["wsdl"]).collect()
    }

    fn refusals(&self) -> Vec<&'static str> {
        self.refusals.clone()
    }

    fn variations(&self) -> Vec<&'static str> {
        variation::ALL
            .iter()
            .map(|variation| variation.name)
            .collect()
    }
}

fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

fn unreadable(error: impl std::fmt::Display) -> Denied {
    Denied::sender(format!("Requête illisible : {error}"))
}

/// A mandatory header block must be one that the service knows (SOAP 1.2 part 1 §2.4).
fn headers_understood(envelope: &Envelope<'_>, seen: &mut ObservedInsi) -> Result<(), Denied> {
    const KNOWN: [&str; 4] = [WSA, WSSE, contexts::CTXLPS, contexts::CTXBAM];
    for block in envelope.headers() {
        if KNOWN.contains(&block.node.namespace()) {
            continue;
        }
        if block.must_understand() {
            let reason = format!("Bloc d'en-tête obligatoire et inconnu : {:?}", block.node);
            return Err(Denied::new(Denial::NotUnderstood, reason));
        }
        note(&mut seen.quirks, Quirk::BlocInconnu);
    }
    Ok(())
}
