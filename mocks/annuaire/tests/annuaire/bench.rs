//! A directory on a lane, and requests written by hand as practice software writes them.

use std::sync::{Arc, LazyLock};

use banc_annuaire::{Annuaire, AnnuaireAddresses, AnnuaireConfig, Dataset};
use banc_core::Clock;
use banc_core::clock::Mono;
use banc_core::exchange::{Body, Connection, Request};
use banc_core::observed::Observed;
use banc_core::observed::annuaire::{AnnuaireAnswer, ObservedAnnuaire};
use banc_core::service::{Answer, Call, Service as _};
use bytes::Bytes;
use serde_json::Value;

pub(crate) static CLOCK: LazyLock<Clock> = LazyLock::new(Clock::system);

pub(crate) const BASE: &str = "https://localhost:5005";
pub(crate) const KEY: &str = "banc-cle-annuaire";

/// A directory with settings laid over the defaults, without limit unless they speak of it.
pub(crate) fn directory_with(settings: &str) -> Annuaire {
    let off = if settings.contains("[debit]") {
        ""
    } else {
        "\n[debit]\nactif = false"
    };
    let config = AnnuaireConfig::from_toml(&format!("{settings}{off}")).unwrap();
    let annuaire = Annuaire::new(Arc::new(config), Dataset::embedded());
    annuaire.locate(AnnuaireAddresses {
        base: BASE.to_owned(),
    });
    annuaire
}

pub(crate) fn directory() -> Annuaire {
    directory_with("")
}

/// A call, with everything that tests vary.
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) variations: Vec<String>,
    pub(crate) refusal: Option<&'static str>,
}

/// A GET with the key; the target is a path after `/fhir/v2`, or a whole path.
pub(crate) fn get(target: &str) -> Sent {
    let target = match target.strip_prefix(BASE) {
        Some(path) => path.to_owned(),
        None if target.starts_with("/fhir") || target.starts_with("/extraction") => {
            target.to_owned()
        }
        None => format!("/fhir/v2/{target}"),
    };
    Sent {
        method: "GET",
        target,
        headers: vec![("ESANTE-API-KEY".to_owned(), KEY.to_owned())],
        body: Vec::new(),
        variations: Vec::new(),
        refusal: None,
    }
}

/// A POST of a form.
pub(crate) fn post(target: &str, form: &str) -> Sent {
    let mut sent = get(target);
    sent.method = "POST";
    sent.body = form.as_bytes().to_vec();
    let media = "application/x-www-form-urlencoded; charset=utf-8";
    sent.headers
        .push(("Content-Type".to_owned(), media.to_owned()));
    sent
}

impl Sent {
    pub(crate) fn vary(mut self, names: &[&str]) -> Self {
        self.variations = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// Hands the call to something that takes it.
    pub(crate) fn with<T>(&self, annuaire: &Annuaire, take: impl FnOnce(&Call<'_>) -> T) -> T {
        let request = Request {
            method: self.method.to_owned(),
            target: self.target.clone(),
            headers: self.headers.clone(),
            body: Body::new(Bytes::from(self.body.clone())),
        };
        let connection = Connection {
            id: 1,
            peer: "127.0.0.1:1".into(),
            tls: None,
            accepted: Mono(0),
            tls_ready: None,
        };
        take(&Call {
            request: &request,
            connection: &connection,
            front: "annuaire",
            lane: "essai",
            operation: annuaire.classify(&request),
            ordinal: 1,
            clock: &CLOCK,
            variations: &self.variations,
            refusal: self.refusal,
        })
    }

    pub(crate) fn to(&self, annuaire: &Annuaire) -> Received {
        let operation = self.with(annuaire, |call| call.operation.to_owned());
        let answer = self.with(annuaire, |call| annuaire.answer(call));
        Received { answer, operation }
    }
}

/// An answer and what was observed.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) answer: Answer,
    pub(crate) operation: String,
}

impl Received {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.answer.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.text()).unwrap()
    }

    pub(crate) fn content_type(&self) -> &str {
        let found = self
            .answer
            .headers
            .iter()
            .find(|(name, _)| *name == "content-type");
        &found.unwrap().1
    }

    pub(crate) fn seen(&self) -> &ObservedAnnuaire {
        let Some(Observed::Annuaire(seen)) = &self.answer.observed else {
            panic!("nothing observed");
        };
        seen
    }

    /// The Bundle, after checking its shape.
    pub(crate) fn bundle(&self) -> Bundle {
        assert_eq!(self.answer.status, 200, "{}", self.text());
        assert_eq!(self.content_type(), "application/fhir+json;charset=UTF-8");
        let json = self.json();
        assert_eq!(json["resourceType"], "Bundle");
        assert_eq!(json["type"], "searchset");
        Bundle { json }
    }

    /// `Type/id` of what matched, as observed.
    pub(crate) fn matched(&self) -> Vec<String> {
        match &self.seen().answer {
            AnnuaireAnswer::Ressources { matched, .. } => matched.clone(),
            other => panic!("{other:?}: {}", self.text()),
        }
    }

    /// Status and diagnostics of a refusal, after checking what is observed agrees.
    pub(crate) fn refused(&self) -> (u16, String) {
        let AnnuaireAnswer::Erreur {
            status,
            diagnostics,
        } = &self.seen().answer
        else {
            panic!("no refusal: {}", self.text());
        };
        assert_eq!(*status, self.answer.status);
        let json = self.json();
        let told = if json["resourceType"] == "OperationOutcome" {
            &json["issue"][0]["diagnostics"]
        } else {
            assert_eq!(json["http_status_code"], *status);
            &json["message"]
        };
        assert_eq!(told, diagnostics.as_str());
        (*status, diagnostics.clone())
    }
}

/// A Bundle.
pub(crate) struct Bundle {
    pub(crate) json: Value,
}

impl Bundle {
    pub(crate) fn entries(&self) -> Vec<&Value> {
        self.json["entry"].as_array().unwrap().iter().collect()
    }

    /// `Type/id` of each entry, after checking that its address says the same.
    pub(crate) fn references(&self) -> Vec<String> {
        let entries = self.entries().into_iter();
        entries
            .map(|entry| {
                let resource = &entry["resource"];
                let (kind, id) = (&resource["resourceType"], &resource["id"]);
                let reference = format!("{}/{}", kind.as_str().unwrap(), id.as_str().unwrap());
                assert!(entry["fullUrl"].as_str().unwrap().ends_with(&reference));
                reference
            })
            .collect()
    }

    pub(crate) fn link(&self, relation: &str) -> Option<String> {
        let links = self.json["link"].as_array().unwrap();
        let found = links.iter().find(|link| link["relation"] == relation)?;
        Some(found["url"].as_str().unwrap().to_owned())
    }

    pub(crate) fn total(&self) -> Option<u64> {
        self.json["total"].as_u64()
    }
}

/// Every entry of a search, page after page, with the number of pages.
pub(crate) fn walk(annuaire: &Annuaire, first: &Sent) -> (Vec<String>, usize) {
    let mut all = Vec::new();
    let mut received = first.to(annuaire);
    for pages in 1.. {
        all.extend(received.matched());
        let Some(next) = received.bundle().link("next") else {
            return (all, pages);
        };
        assert!(next.starts_with(BASE), "{next}");
        assert!(pages < 1000, "the pages never end");
        received = get(&next)
            .vary(
                &first
                    .variations
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>(),
            )
            .to(annuaire);
    }
    unreachable!("the loop returns")
}
