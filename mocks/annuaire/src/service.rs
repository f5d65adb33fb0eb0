//! The directory as a service of the bench: paths, the order of the checks, answers.
//!
//! Order: path, key, limit of calls, method, then what is asked. Source of the order: inferred (the
//! gateway stands before the server).

mod reply;
mod route;

use std::sync::{Arc, OnceLock};

use banc_core::exchange::Request;
use banc_core::observed::Observed;
use banc_core::observed::annuaire::{AnnuaireAnswer, AnnuaireOperation, ObservedAnnuaire, VERSION};
use banc_core::service::{Answer, Call, Service, UNKNOWN_OPERATION};

use crate::bundle::Results;
use crate::config::{AnnuaireConfig, Unversioned};
use crate::dataset::Dataset;
use crate::kind::Kind;
use crate::page::Page;
use crate::problem::{self, Api, Problem};
use crate::quirk::Quirk;
use crate::rate::Meter;
use crate::resource::Entry;
use crate::search::{self, Circumstances, Notes, Query, Total};
use crate::variation::{self, Asked};
use crate::{capability, extraction};
use route::{Target, Wanted};

/// A simulated directory: one instance per lane.
pub struct Annuaire {
    config: Arc<AnnuaireConfig>,
    dataset: Arc<Dataset>,
    addresses: OnceLock<AnnuaireAddresses>,
    meter: Meter,
}

/// Where the directory listens, known once its listener is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnuaireAddresses {
    /// `https://localhost:PORT`, without a final slash.
    pub base: String,
}

impl std::fmt::Debug for Annuaire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Annuaire")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

impl Annuaire {
    /// A directory.
    pub fn new(config: Arc<AnnuaireConfig>, dataset: Arc<Dataset>) -> Self {
        Self {
            config,
            dataset,
            addresses: OnceLock::new(),
            meter: Meter::default(),
        }
    }

    /// Says where the directory listens; the first to say so wins.
    pub fn locate(&self, addresses: AnnuaireAddresses) {
        let _ = self.addresses.set(addresses);
    }

    /// Keys of the API that are accepted.
    pub fn keys(&self) -> &[String] {
        &self.config.cles
    }

    /// The directory's content.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The settings.
    pub fn config(&self) -> &AnnuaireConfig {
        &self.config
    }

    /// The origin of the URLs that are written: where the directory listens, else where the client
    /// believes that it does.
    fn origin(&self, request: &Request) -> String {
        match self.addresses.get() {
            Some(addresses) => addresses.base.clone(),
            None => format!("https://{}", request.header("host").unwrap_or("localhost")),
        }
    }

    /// Answers; `counted` tells whether the call counts for the limit.
    fn respond(&self, call: &Call<'_>, counted: bool) -> Answer {
        let target = route::read(call.request);
        let mut seen = ObservedAnnuaire {
            version: VERSION,
            operation: target.operation(),
            ..ObservedAnnuaire::default()
        };
        if let Wanted::Extraction(path) = &target.wanted {
            return self.extraction(call, path, seen);
        }
        let api = target.api(self.config.sans_version);
        seen.api = Some(api.name().to_owned());
        seen.resource = target.resource().map(str::to_owned);
        match self.fhir(call, &target, api, counted, &mut seen) {
            Ok(body) => reply::fhir(body, seen, Asked(call.variations)),
            Err(problem) => reply::refuse(&problem, api, seen),
        }
    }

    /// No key is asked: the real extractions are in free access.
    fn extraction(&self, call: &Call<'_>, path: &str, seen: ObservedAnnuaire) -> Answer {
        if let Some(code) = call.refusal {
            return reply::refuse(&self.planned(code, Kind::Practitioner), Api::V2, seen);
        }
        match extraction::of_path(path, &self.dataset) {
            Some(text) if call.request.method == "GET" => reply::file(path, text, seen),
            _ => reply::refuse(&Problem::no_path(), Api::V2, seen),
        }
    }

    fn fhir(
        &self,
        call: &Call<'_>,
        target: &Target,
        api: Api,
        counted: bool,
        seen: &mut ObservedAnnuaire,
    ) -> Result<String, Problem> {
        if let Ok(pairs) = route::pairs(call.request, target) {
            for (name, value) in pairs {
                seen.parameters.entry(name).or_default().push(value);
            }
        }
        let key = call.request.header("esante-api-key").unwrap_or_default();
        seen.key = self.config.cles.iter().any(|known| known == key);
        if let Some(code) = call.refusal {
            return Err(self.planned(code, target.kind().unwrap_or(Kind::Practitioner)));
        }
        if matches!(target.wanted, Wanted::Nothing) {
            return Err(Problem::no_path());
        }
        if api == Api::V1 && !self.config.v1_active {
            return Err(Problem::version_over());
        }
        if !seen.key {
            return Err(Problem::unknown_key());
        }
        let debit = &self.config.debit;
        if counted && !self.meter.admit(key, call.clock.mono(), debit) {
            return Err(self.planned("limite_de_debit", Kind::Practitioner));
        }
        self.read(call, target, seen)
    }

    fn planned(&self, code: &str, kind: Kind) -> Problem {
        let debit = &self.config.debit;
        let period = banc_core::duration::text(debit.periode);
        Problem::by_code(code, kind, debit.requetes, &period).unwrap_or_else(Problem::unexpected)
    }

    fn read(
        &self,
        call: &Call<'_>,
        target: &Target,
        seen: &mut ObservedAnnuaire,
    ) -> Result<String, Problem> {
        if target.is_write(&call.request.method) {
            return Err(Problem::write_forbidden());
        }
        match &target.wanted {
            Wanted::Metadata => {
                seen.answer = AnnuaireAnswer::Document;
                let base = format!("{}{}", self.origin(call.request), target.prefix);
                let statement = capability::statement(&base, self.config.mailbox_mss_type);
                Ok(statement.to_string())
            }
            Wanted::One(kind, id) => {
                let entry = self.dataset.entries().get(*kind, id);
                let entry = entry.ok_or_else(|| Problem::not_found(*kind, id))?;
                seen.answer = found(&[entry], 0, false);
                Ok(entry.text.clone())
            }
            Wanted::Search(kind) => {
                let pairs = route::pairs(call.request, target)?;
                self.search(call, target, *kind, pairs, None, seen)
            }
            Wanted::Page => {
                let pairs = route::pairs(call.request, target)?;
                let id = pairs.iter().find(|(name, _)| name == "id");
                let (kind, page) = id
                    .and_then(|(_, id)| Page::decode(id))
                    .ok_or_else(Problem::bad_page)?;
                seen.resource = Some(kind.name().to_owned());
                self.search(call, target, kind, page.pairs, Some(page.after), seen)
            }
            Wanted::Unknown(name) => Err(Problem::unknown_resource(name)),
            Wanted::Nothing | Wanted::Extraction(_) => Err(Problem::no_path()),
        }
    }

    fn search(
        &self,
        call: &Call<'_>,
        target: &Target,
        kind: Kind,
        pairs: Vec<(String, String)>,
        after: Option<usize>,
        seen: &mut ObservedAnnuaire,
    ) -> Result<String, Problem> {
        let around = Circumstances {
            mailbox_type: self.config.mailbox_mss_type,
            now: call.clock.now(),
        };
        let mut notes = Notes::new();
        let query = Query::read(kind, &pairs, around, &mut notes)?;
        self.note_delta(&query, around, &mut notes);
        let asked = Asked(call.variations);
        let size = self.page_size(&query, asked, &mut notes);
        seen.quirks = notes.iter().map(|quirk| quirk.name().to_owned()).collect();
        let all = search::matching(&self.dataset, &query);
        let total = all.len();
        let rest: Vec<_> = all
            .into_iter()
            .filter(|(place, _)| after.is_none_or(|after| *place > after))
            .collect();
        let page = &rest[..size.min(rest.len())];
        let last = page.last().filter(|_| page.len() < rest.len());
        let origin = self.origin(call.request);
        let base = format!("{origin}{}", target.prefix);
        let next = last.map(|(place, _)| {
            let id = Page::new(kind, pairs, *place).encode();
            format!("{base}/_page?id={id}")
        });
        let matched: Vec<&Entry> = page.iter().map(|(_, entry)| *entry).collect();
        let brought = search::brought(&self.dataset, &matched, &query.includes, &query.reverse);
        seen.answer = found(&matched, brought.len(), next.is_some());
        let results = Results {
            id: reply::bundle_id(call),
            total: (query.total != Total::None).then_some(total),
            matched,
            brought,
            own: format!("{origin}{}", call.request.target),
            next,
            base,
            elements: query.elements,
        };
        Ok(results.write(asked))
    }

    fn note_delta(&self, query: &Query, around: Circumstances, notes: &mut Notes) {
        let oldest = around.now.saturating_sub(self.config.recherche.delta_max);
        if let (Some(from), Ok(oldest)) = (query.delta_from, oldest)
            && from < oldest
        {
            notes.insert(Quirk::DeltaTropLong);
        }
    }

    fn page_size(&self, query: &Query, asked: Asked<'_>, notes: &mut Notes) -> usize {
        let settings = &self.config.recherche;
        let mut size = query.count.unwrap_or(settings.page);
        if size > settings.page_max {
            notes.insert(Quirk::PageReduite);
            size = settings.page_max;
        }
        if asked.has("pages_plus_courtes") && size > 1 {
            size = size.div_ceil(2);
        }
        size
    }
}

fn found(matched: &[&Entry], included: usize, more: bool) -> AnnuaireAnswer {
    AnnuaireAnswer::Ressources {
        matched: matched.iter().map(|entry| entry.reference()).collect(),
        included,
        more,
    }
}

impl Service for Annuaire {
    fn name(&self) -> &'static str {
        "annuaire"
    }

    fn body_limit(&self) -> usize {
        self.config.corps_max
    }

    fn classify(&self, request: &Request) -> &'static str {
        match route::read(request).operation() {
            Some(AnnuaireOperation::Metadata) => "metadata",
            Some(AnnuaireOperation::Lecture) => "lecture",
            Some(AnnuaireOperation::Recherche) => "recherche",
            Some(AnnuaireOperation::Page) => "page",
            Some(AnnuaireOperation::Extraction) => "extraction",
            None => UNKNOWN_OPERATION,
        }
    }

    fn answer(&self, call: &Call<'_>) -> Answer {
        self.respond(call, true)
    }

    fn witness(&self, call: &Call<'_>) -> Option<Observed> {
        // A call that a failing gateway answers does not count for the limit.
        self.respond(call, false)
            .observed
            .map(Observed::without_answer)
    }

    fn too_large(&self, call: &Call<'_>) -> Answer {
        let target = route::read(call.request);
        let seen = ObservedAnnuaire {
            version: VERSION,
            operation: target.operation(),
            ..ObservedAnnuaire::default()
        };
        reply::refuse(&Problem::too_large(), Api::V2, seen)
    }

    fn operations(&self) -> Vec<&'static str> {
        vec!["metadata", "lecture", "recherche", "page", "extraction"]
    }

    fn refusals(&self) -> Vec<&'static str> {
        problem::REFUSALS.to_vec()
    }

    fn variations(&self) -> Vec<&'static str> {
        variation::ALL.iter().map(|one| one.name).collect()
    }
}

impl Target {
    /// Version of the API that the path asks for.
    fn api(&self, unversioned: Unversioned) -> Api {
        match (&*self.prefix, unversioned) {
            ("/fhir/v1", _) | ("/fhir", Unversioned::V1) => Api::V1,
            _ => Api::V2,
        }
    }
}
