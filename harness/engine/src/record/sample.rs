//! A hand-made run for the unit tests of this crate: one scenario of each kind, and the traps that
//! reports must survive (markup in names, control characters, formulas).

use std::sync::Arc;

use banc_contract::{Action, Answer, Declaration, Outcome, Question, Status};
use banc_core::Exchange;
use banc_core::clock::Mono;
use banc_core::exchange::{
    AppliedFault, Body, Connection, Instants, Request, Response, Stage, TlsFacts,
};
use banc_core::observed::Observed;
use banc_core::observed::insi::{InsiAnswer, InsiOperation, ObservedInsi, VERSION};

use super::{
    CheckRecord, FORMAT, NotPlayed, RunRecord, ScenarioRecord, StepKind, StepRecord, StepStatus,
};
use crate::check::Check;
use crate::check::status_is::StatusIs;
use crate::fact::{Act, FactsRecord, Observation};
use crate::finding::{Evidence, Finding};
use crate::verdict::{Provenance, Verdict};

/// A run without scenarios.
pub(crate) fn empty_run() -> RunRecord {
    RunRecord {
        format: FORMAT,
        execution: "exec-1".to_owned(),
        started: "2026-11-22T10:00:00Z".to_owned(),
        ended: Some("2026-11-22T10:00:12Z".to_owned()),
        bench_version: "0.1.0".to_owned(),
        software: Some(Declaration {
            contrat: "1".to_owned(),
            editeur: "Éditeur & Fils".to_owned(),
            logiciel: "LGC <b>d'essai</b>".to_owned(),
            version: "2.3".to_owned(),
            capacites: vec!["patient.creer".to_owned(), "ins.rechercher".to_owned()],
            actions_simultanees: true,
        }),
        seed: 42,
        fault_profile: "nominal".to_owned(),
        features_sha256: "ab".repeat(32),
        features_origin: "intégrées".to_owned(),
        required_capabilities: Vec::new(),
        missing_capabilities: Vec::new(),
        known_failures: std::collections::BTreeMap::new(),
        scenarios: Vec::new(),
        not_played: Vec::new(),
        troubles: Vec::new(),
        driver_unreachable: false,
        adapter_overhead_ms: Some(1.5),
        digest: None,
        exit_code: None,
    }
}

/// A scenario without steps.
pub(crate) fn empty_scenario(id: &str) -> ScenarioRecord {
    ScenarioRecord {
        id: id.to_owned(),
        number: id.split('#').next().unwrap().to_owned(),
        name: format!("Scénario {id}"),
        feature: "Recherche de l'INS d'un usager".to_owned(),
        tags: vec!["INS".to_owned()],
        lane: format!("lane-{id}"),
        started_ms: 10,
        duration_ms: 420,
        steps: Vec::new(),
        verdict: Verdict::Conforme,
        exchanges: Vec::new(),
        troubles: Vec::new(),
    }
}

/// A step that was done.
pub(crate) fn step(kind: StepKind, text: &str) -> StepRecord {
    StepRecord {
        kind,
        text: text.to_owned(),
        status: StepStatus::Done,
        at_ms: 5,
        duration_ms: 30,
        acts: Vec::new(),
        check: None,
    }
}

/// The `rank`-th `Alors`, with a finding.
pub(crate) fn then(rank: usize, preuves: &[&str], finding: Finding) -> StepRecord {
    let mut step = step(StepKind::Then, &format!("Alors constat {rank}"));
    step.check = Some(CheckRecord {
        rank,
        preuves: preuves.iter().map(|id| (*id).to_owned()).collect(),
        check: Check::StatusIs(StatusIs {
            usager: "usager".to_owned(),
            statut: Status::Provisoire,
        }),
        facts: facts(),
        verdict: finding.verdict,
        finding,
        least_provenance: Provenance::Declaree,
    });
    step
}

fn facts() -> FactsRecord {
    FactsRecord {
        window_from: 1,
        window_to: 3,
        acts: vec![Act {
            action: Action::Nothing {},
            outcome: Some(Outcome::NonSupporte),
            failure: None,
            setup: false,
            from: 1,
            to: 3,
            perceived_ms: 310,
        }],
        observations: vec![Observation {
            question: Question::ScreenMessage {},
            answer: Some(Answer::Message(Some(
                "<script>alert('écran')</script>".to_owned(),
            ))),
            failure: None,
            after_acts: 1,
        }],
        ..FactsRecord::default()
    }
}

/// Every instant of a call that began `number` seconds after the origin.
fn instants(number: u64, latency_ms: Option<f64>) -> Instants {
    let instants = Instants::default();
    let base = number * 1_000_000_000;
    let held = latency_ms.map_or(0, |_| 100_200_000);
    for (stage, at) in [
        (Stage::FirstRequestByte, 5_000_000),
        (Stage::Head, 5_500_000),
        (Stage::BodyEnd, 7_000_000),
        (Stage::Decided, 7_100_000),
        (Stage::Answered, 7_400_000),
        (Stage::Released, 7_400_000 + held),
        (Stage::FirstByte, 7_500_000 + held),
        (Stage::LastByte, 7_900_000 + held),
    ] {
        instants.stamp(stage, Mono(base + at));
    }
    instants
}

/// A call to INSi, with or without injected latency in milliseconds.
pub(crate) fn exchange(number: u64, lane: &str, latency_ms: Option<f64>) -> Exchange {
    let base = number * 1_000_000_000;
    let request = "<?xml version=\"1.0\"?><soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Body><Nom>&lt;script&gt;</Nom><!-- <script>alert(1)</script> --></soap:Body></soap:Envelope>";
    let body = |text: &str| Body::new(text.as_bytes().to_vec().into());
    Exchange {
        number,
        lane: lane.into(),
        service: "insi".into(),
        front: "insi".into(),
        operation: "recherche_traits".into(),
        ordinal: number,
        connection: Arc::new(Connection {
            id: number,
            peer: format!("127.0.0.1:{}", 50_000 + number),
            tls: Some(TlsFacts {
                version: "TLSv1.3".to_owned(),
                ..TlsFacts::default()
            }),
            accepted: Mono(base),
            tls_ready: Some(Mono(base + 4_000_000)),
        }),
        rank: 1,
        request: Request {
            method: "POST".to_owned(),
            target: "/lps".to_owned(),
            headers: vec![
                ("content-type".to_owned(), "application/soap+xml".to_owned()),
                ("Authorization".to_owned(), "Bearer SECRET-JETON".to_owned()),
            ],
            body: body(request),
        },
        response: Some(Response {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/soap+xml".to_owned())],
            body: body("<a><b>1</b><mal"),
        }),
        faults: latency_ms
            .map(|ms| AppliedFault {
                rule: "lent".to_owned(),
                fault: "latence_fixe".to_owned(),
                parameters: serde_json::Map::from_iter([(
                    banc_core::fault::LATENCY_MS.to_owned(),
                    ms.into(),
                )]),
            })
            .into_iter()
            .collect(),
        variations: Vec::new(),
        observed: Some(Observed::Insi(Box::new(ObservedInsi {
            version: VERSION,
            operation: Some(InsiOperation::RechercheTraits),
            message_id: Some(format!("urn:uuid:{number}")),
            answer: InsiAnswer::Metier {
                code: "01".to_owned(),
                matricule: None,
                oid: None,
                identity: None,
            },
            ..ObservedInsi::default()
        }))),
        instants: instants(number, latency_ms),
        trouble: None,
    }
}

/// A run with one scenario of each verdict, and its exchanges.
pub(crate) fn run() -> (RunRecord, Vec<Arc<Exchange>>) {
    let mut run = empty_run();
    let mut red = empty_scenario("INS-08");
    red.name = "INSi ne trouve <script>alert(1)</script>\u{1b}[31m aucune identité".to_owned();
    red.exchanges = vec![1, 2];
    red.verdict = Verdict::NonConforme;
    red.steps = vec![
        step(StepKind::Given, "Étant donné un usager"),
        step(StepKind::When, "Quand le professionnel recherche l'INS"),
        then(
            1,
            &[],
            Finding::conforme(Provenance::Constatee, "INSi a reçu 2 appels"),
        ),
        then(
            2,
            &["INS/va1.38.02.01"],
            Finding::non_conforme(
                Provenance::Declaree,
                "=le journal <ne> garde pas la réponse \"01\"",
            )
            .with([
                Evidence::Exchange { number: 2 },
                Evidence::Observation { index: 0 },
            ]),
        ),
    ];
    let mut broken = empty_scenario("INS-17");
    broken.verdict = Verdict::NonConcluant;
    broken.troubles = vec!["l'adaptateur n'a pas répondu".to_owned()];
    broken.steps = vec![
        step(StepKind::Given, "Étant donné une identité qualifiée"),
        then_skipped(),
    ];
    broken.steps[0].status = StepStatus::Failed {
        reason: "délai dépassé".to_owned(),
    };
    let mut green = empty_scenario("INS-20#1");
    green.exchanges = vec![3];
    green.steps = vec![then(
        1,
        &[],
        Finding::conforme(Provenance::Constatee, "fait"),
    )];
    let mut weak = empty_scenario("INS-20#2");
    weak.verdict = Verdict::ARevoir;
    weak.steps = vec![then(
        1,
        &[],
        Finding::conforme(Provenance::Attestee, "dit").capped("contrat provisoire"),
    )];
    run.scenarios = vec![red, broken, green, weak];
    run.not_played = not_played();
    let exchanges = vec![
        Arc::new(exchange(1, "lane-INS-08", Some(100.0))),
        Arc::new(exchange(2, "lane-INS-08", None)),
        Arc::new(exchange(3, "lane-INS-20#1", None)),
    ];
    (run, exchanges)
}

fn then_skipped() -> StepRecord {
    let mut step = step(StepKind::Then, "Alors l'identité est provisoire");
    step.status = StepStatus::Skipped;
    step
}

fn not_played() -> Vec<NotPlayed> {
    vec![
        NotPlayed {
            id: "INS-01".to_owned(),
            name: "Recherche par carte Vitale".to_owned(),
            reason: "le logiciel ne déclare pas ins.carte_vitale".to_owned(),
            not_applicable: true,
        },
        NotPlayed {
            id: "INS-02".to_owned(),
            name: "Autre".to_owned(),
            reason: "écarté par --tags".to_owned(),
            not_applicable: false,
        },
    ]
}
