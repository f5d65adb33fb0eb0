//! What a practice holds, and the small questions every action asks of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use banc_contract::Draft;
use banc_contract::action::{Right, VitaleCard};
use banc_contract::answer::{TracedCall, WorkItem};
use banc_contract::sign_in::SignInEvent;

use super::accounts::Accounts;
use super::browser_sign_in::BegunSignIns;
use super::correspondents::Correspondents;
use super::reconcile::PendingLink;
use super::session::{Method, Session};
use super::sign_out::Leaving;
use super::storage::Storage;
use crate::clock::{Clock, monotonic};
use crate::defauts::{Defect, DefectSet};
use crate::identity::comparison::InsIdentity;
use crate::identity::record::Author;
use crate::identity::{Record, Refusal, traits};

/// The current user.
#[derive(Clone, Debug)]
pub struct User {
    /// Name.
    pub name: String,
    /// Rights.
    pub rights: BTreeSet<Right>,
}

/// An answer `00` waiting for the user's decision.
#[derive(Clone, Debug)]
pub struct PendingComparison {
    /// What INSi returned.
    pub identity: InsIdentity,
    /// Revision of the record when INSi was asked.
    pub revision: u64,
}

/// Records, users, journals and screen of one practice.
#[derive(Debug)]
pub struct PracticeState {
    pub(super) clock: Clock,
    pub(super) defects: DefectSet,
    pub(super) user: User,
    pub(super) records: BTreeMap<String, Record>,
    pub(super) calls: Vec<TracedCall>,
    pub(super) worklist: Vec<WorkItem>,
    pub(super) screen_message: Option<String>,
    pub(super) card: Option<VitaleCard>,
    pub(super) pending: BTreeMap<String, PendingComparison>,
    pub(super) accounts: Accounts,
    /// False in a practice prepared without accounts: its one user is always there.
    pub(super) has_sign_in: bool,
    pub(super) session: Option<Session>,
    pub(super) sign_in_number: u64,
    pub(super) pending_link: Option<PendingLink>,
    pub(super) begun: BegunSignIns,
    /// The sign-out that the browser carries.
    pub(super) leaving: Option<Leaving>,
    /// True when the next sign-in must ask the person again.
    pub(super) ask_again: bool,
    pub(super) sign_in_journal: Vec<SignInEvent>,
    pub(super) drafts: BTreeMap<String, Draft>,
    pub(super) correspondents: Correspondents,
    /// Idle time after which the session closes.
    pub(super) idle: Duration,
    pub(super) storage: Option<Storage>,
}

impl PracticeState {
    /// An empty practice; its first user may call INSi and see the INS.
    pub fn new(clock: Clock, defects: DefectSet) -> Self {
        let user = User {
            name: "medecin.reference".to_owned(),
            rights: default_rights(),
        };
        Self {
            session: Some(Session {
                account: user.name.clone(),
                method: Method::Local,
                psc: None,
                last_seen: clock.now(),
                active: monotonic(),
            }),
            clock,
            defects,
            user,
            records: BTreeMap::new(),
            calls: Vec::new(),
            worklist: Vec::new(),
            screen_message: None,
            card: None,
            pending: BTreeMap::new(),
            accounts: Accounts::default(),
            has_sign_in: false,
            sign_in_number: 0,
            pending_link: None,
            begun: BegunSignIns::default(),
            leaving: None,
            ask_again: false,
            sign_in_journal: Vec::new(),
            drafts: BTreeMap::new(),
            correspondents: Correspondents::default(),
            idle: Duration::MAX,
            storage: None,
        }
    }

    /// Every record, in the order of creation.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// The last message shown to the user.
    pub fn screen_message(&self) -> Option<&str> {
        self.screen_message.as_deref()
    }

    /// The worklist.
    pub fn worklist(&self) -> &[WorkItem] {
        &self.worklist
    }

    /// The current user, now, as traces name him.
    pub(super) fn author(&self) -> Author {
        Author {
            user: self.user.name.clone(),
            at: self.clock.now(),
        }
    }

    pub(super) fn record(&self, id: &str) -> Result<&Record, Refusal> {
        self.records.get(id).ok_or_else(|| unknown(id))
    }

    pub(super) fn record_mut(&mut self, id: &str) -> Result<&mut Record, Refusal> {
        self.records.get_mut(id).ok_or_else(|| unknown(id))
    }

    /// Adds a record and gives its identifier.
    pub(super) fn add_record(&mut self, build: impl FnOnce(String) -> Record) -> String {
        let id = format!("U{:05}", self.records.len() + 1);
        self.records.insert(id.clone(), build(id.clone()));
        id
    }

    /// `INS/va1.50`: who may see the INS of a patient.
    pub(super) fn sees_ins(&self) -> bool {
        self.user.rights.contains(&Right::VoirIns) || self.defects.has(Defect::DroitVoirInsIgnore)
    }

    pub(super) fn is_super_user(&self) -> bool {
        self.user.rights.contains(&Right::SuperUtilisateur)
    }

    /// True when strict traits are open to this user even where an INS is held (`INS/va1.18`, `.47`).
    pub(super) fn opens_strict_traits(&self) -> bool {
        self.is_super_user() || self.defects.has(Defect::ChampsNonVerrouilles)
    }

    /// `INS/va1.32`: who may call INSi.
    pub(super) fn check_may_call(&self) -> Result<(), Refusal> {
        if self.user.rights.contains(&Right::AppelerInsi)
            || self.defects.has(Defect::DroitInsiIgnore)
        {
            return Ok(());
        }
        Err(Refusal::new(format!(
            "L'utilisateur {} n'a pas le droit d'appeler le téléservice INSi.",
            self.user.name
        )))
    }

    /// Puts a line in the worklist, once.
    pub(super) fn add_work(&mut self, id: Option<&str>, reason: String) {
        let item = WorkItem {
            usager: id.map(ToOwned::to_owned),
            motif: reason,
        };
        if !self.worklist.contains(&item) {
            self.worklist.push(item);
        }
    }
}

/// Rights of a user of whom nothing else is said.
pub(super) fn default_rights() -> BTreeSet<Right> {
    BTreeSet::from([Right::AppelerInsi, Right::VoirIns])
}

fn unknown(id: &str) -> Refusal {
    Refusal::new(format!("Le dossier {id} n'existe pas dans ce cabinet."))
}

/// Field names in the user's words, separated by commas.
pub(super) fn labels<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    fields
        .into_iter()
        .map(traits::label)
        .collect::<Vec<_>>()
        .join(", ")
}
