//! The Bundle of a page of results, in the shape that the real server writes by hand.
//!
//! Source: server code: no `search.mode`, `entry` present even when empty, `next` before `self`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::resource::Entry;
use crate::variation::Asked;

/// What a page says.
pub(crate) struct Results<'a> {
    /// Identifier of the Bundle.
    pub(crate) id: String,
    /// Number of resources that match, when it is told.
    pub(crate) total: Option<usize>,
    /// Resources that match.
    pub(crate) matched: Vec<&'a Entry>,
    /// Resources brought with them.
    pub(crate) brought: Vec<&'a Entry>,
    /// Base of the version of the API that was called.
    pub(crate) base: String,
    /// URL that was called.
    pub(crate) own: String,
    /// URL of the next page.
    pub(crate) next: Option<String>,
    /// Members to keep; all when empty.
    pub(crate) elements: BTreeSet<String>,
}

impl Results<'_> {
    /// The Bundle.
    pub(crate) fn write(&self, asked: Asked<'_>) -> String {
        let mut out = String::with_capacity(2048 * (1 + self.matched.len() + self.brought.len()));
        let _ = write!(
            out,
            r#"{{"resourceType":"Bundle","type":"searchset","id":"{}""#,
            self.id
        );
        if let Some(total) = self.total
            && !asked.has("total_absent")
        {
            let _ = write!(out, r#","total":{total}"#);
        }
        self.entries(&mut out, asked);
        self.links(&mut out, asked);
        out.push('}');
        out
    }

    fn entries(&self, out: &mut String, asked: Asked<'_>) {
        let matched = self.matched.iter().map(|entry| (*entry, "match"));
        let mut all: Vec<_> = matched.collect();
        if asked.has("entrees_inversees") {
            all.reverse();
        }
        all.extend(self.brought.iter().map(|entry| (*entry, "include")));
        if all.is_empty() && asked.has("entry_absente") {
            return;
        }
        out.push_str(r#","entry":["#);
        for (rank, (entry, mode)) in all.into_iter().enumerate() {
            if rank > 0 {
                out.push(',');
            }
            let _ = write!(
                out,
                r#"{{"fullUrl":"{}/{}","resource":"#,
                self.base,
                entry.reference()
            );
            if self.elements.is_empty() {
                out.push_str(&entry.text);
            } else {
                let _ = write!(out, "{}", subset(&entry.json, &self.elements));
            }
            if asked.has("mode_de_recherche") {
                let _ = write!(out, r#","search":{{"mode":"{mode}"}}"#);
            }
            out.push('}');
        }
        out.push(']');
    }

    fn links(&self, out: &mut String, asked: Asked<'_>) {
        let link = |relation: &str, url: &str| {
            format!(r#"{{"relation":"{relation}","url":{}}}"#, Value::from(url))
        };
        let mut links = Vec::new();
        links.extend(self.next.iter().map(|url| link("next", url)));
        links.push(link("self", &self.own));
        if asked.has("lien_self_en_premier") {
            links.reverse();
        }
        let _ = write!(out, r#","link":[{}]"#, links.join(","));
    }
}

/// The resource reduced to some members; its type, identifier and metadata stay.
///
/// Source: FHIR R4 §3.1.1.5.7; that metadata stay as they are is inferred.
pub(crate) fn subset(resource: &Value, elements: &BTreeSet<String>) -> Value {
    let Some(members) = resource.as_object() else {
        return resource.clone();
    };
    let kept: Map<String, Value> = members
        .iter()
        .filter(|(name, _)| {
            matches!(name.as_str(), "resourceType" | "id" | "meta") || elements.contains(*name)
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Value::Object(kept)
}
