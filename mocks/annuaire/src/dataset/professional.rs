//! Professionals and the situations in which they practise.

use jiff::Timestamp;

use super::mailbox::Mailbox;
use crate::search::folded;

/// A professional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Professional {
    /// Technical identifier.
    pub id: String,
    /// RPPS number, eleven digits.
    pub rpps: String,
    /// Civility: `M` or `MME`.
    pub civilite: String,
    /// Civility in practice: `DR`, `PR`.
    pub titre: Option<String>,
    /// Surname in practice (*nom d'exercice*).
    pub nom: String,
    /// First names in practice.
    pub prenoms: Vec<String>,
    /// Profession, TRE_G15: `10` is a doctor.
    pub profession: String,
    /// Professional category, TRE_R09: `C` civil, `E` student.
    pub categorie: String,
    /// Ordinal speciality, TRE_R38, for doctors.
    pub savoir_faire: Option<String>,
    /// Diploma, TRE_R48.
    pub diplome: Option<String>,
    /// Card.
    pub carte: Option<Card>,
    /// False once struck off: only identifiers are published then.
    pub active: bool,
    /// Last change.
    pub updated: Timestamp,
    /// Situations, deactivated ones included.
    pub situations: Vec<Situation>,
    /// Mailboxes tied to the number alone, those on the red list included.
    pub mailboxes: Vec<Mailbox>,
}

/// A situation in which a professional practises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Technical identifier.
    pub id: String,
    /// Identifier of the situation.
    pub identifiant: String,
    /// Technical identifier of the structure.
    pub structure: String,
    /// Nature of the activity, TRE_R22: `GENR01`.
    pub genre: String,
    /// Mode, TRE_R23: `L`, `S`, `B`.
    pub mode: String,
    /// Function, TRE_R21.
    pub fonction: Option<String>,
    /// Section of the pharmacists' table, TRE_R06.
    pub section: Option<String>,
    /// False once ended.
    pub active: bool,
    /// Last change.
    pub updated: Timestamp,
    /// Mailboxes tied to the number and the structure, those on the red list included.
    pub mailboxes: Vec<Mailbox>,
}

/// A card of the CPS family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// `CPS`, `CPF`…
    pub kind: String,
    /// Number.
    pub number: String,
    /// First day, `AAAA-MM-JJ`.
    pub start: String,
    /// Last day, `AAAA-MM-JJ`.
    pub end: String,
}

impl Professional {
    /// National identifier: `8` and the RPPS number.
    pub fn idnps(&self) -> String {
        format!("8{}", self.rpps)
    }

    /// First of the first names.
    pub fn prenom(&self) -> &str {
        self.prenoms.first().map_or("", String::as_str)
    }

    /// Situations that have not ended.
    pub fn active_situations(&self) -> impl Iterator<Item = &Situation> {
        self.situations.iter().filter(|situation| situation.active)
    }

    /// Mailboxes of the professional and of every situation, those on the red list included.
    pub fn all_mailboxes(&self) -> impl Iterator<Item = &Mailbox> {
        let of_situations = self.situations.iter().flat_map(|one| &one.mailboxes);
        self.mailboxes.iter().chain(of_situations)
    }

    /// Addresses that the directory publishes, on the professional or on an active situation, each
    /// once, in the order of the directory; none once deactivated.
    pub fn addresses(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        if !self.active {
            return found;
        }
        let of_situations = self.active_situations().flat_map(|one| &one.mailboxes);
        for mailbox in self.mailboxes.iter().chain(of_situations) {
            if !mailbox.red_list && !found.contains(&mailbox.address.as_str()) {
                found.push(&mailbox.address);
            }
        }
        found
    }

    /// What two homonyms share: surname and first of the first names, without case or accents.
    pub(crate) fn name_key(&self) -> String {
        format!("{}|{}", folded(&self.nom), folded(self.prenom()))
    }
}
