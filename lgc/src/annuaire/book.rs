//! The address book of the practice: correspondents held, from the extraction and from picked
//! recipients.

use std::collections::{BTreeMap, BTreeSet};

use banc_contract::Correspondent;

use super::entry::Entry;
use super::extraction::{Extraction, Line, Subject};

/// Who a line of the book is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holder {
    Professional(String),
    Structure(String),
    /// Neither number nor structure is known: the mailbox alone.
    Address(String),
}

/// Where an address comes from: an import refreshes those of imports alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Extraction,
    Directory,
}

/// One correspondent held.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    id: String,
    name: String,
    first_name: Option<String>,
    addresses: BTreeMap<String, Origin>,
    deactivated: bool,
}

/// The book.
#[derive(Clone, Debug, Default)]
pub struct Book {
    held: BTreeMap<Holder, Held>,
}

/// What an import changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Correspondents that were not in the book.
    pub added: usize,
    /// Correspondents that changed.
    pub updated: usize,
    /// Addresses that the extraction no longer holds.
    pub withdrawn: usize,
    /// Professionals who are no longer in the extraction of those who are active.
    pub deactivated: usize,
    /// Correspondents added or changed.
    pub changed: Vec<Correspondent>,
}

impl Book {
    /// Everyone, by holder.
    pub fn shown(&self) -> Vec<Correspondent> {
        self.held
            .iter()
            .map(|(holder, held)| held.shown(holder))
            .collect()
    }

    /// The correspondent with that identifier.
    pub fn find(&self, id: &str) -> Option<Entry> {
        let (holder, held) = self.held.iter().find(|(_, held)| held.id == id)?;
        let shown = held.shown(holder);
        Some(Entry {
            id: shown.id,
            rpps: shown.rpps,
            name: shown.nom,
            first_name: shown.prenom,
            addresses: shown.adresses,
        })
    }

    /// Keeps a picked correspondent; what the directory says now replaces what it said before.
    pub fn remember(&mut self, entry: &Entry) {
        let holder = match &entry.rpps {
            Some(rpps) => Holder::Professional(rpps.clone()),
            None => Holder::Structure(entry.id.clone()),
        };
        let held = self.held_mut(holder);
        held.name.clone_from(&entry.name);
        held.first_name.clone_from(&entry.first_name);
        held.deactivated = false;
        for address in &entry.addresses {
            held.addresses
                .entry(address.clone())
                .or_insert(Origin::Directory);
        }
    }

    /// Marks the professional as deactivated in the directory, if the book holds them.
    pub fn deactivate(&mut self, rpps: &str) {
        if let Some(held) = self.held.get_mut(&Holder::Professional(rpps.to_owned())) {
            held.deactivated = true;
        }
    }

    /// Completes the book from an extraction: new correspondents, names and addresses of those already
    /// there, what is no longer in it. Addresses picked from the directory stay.
    pub fn import(&mut self, extraction: &Extraction) -> Report {
        let before = self.held.clone();
        let mut report = Report::default();
        match extraction.subject {
            Subject::Professionals => self.deactivate_others(&extraction.lines, &mut report),
            Subject::Mailboxes => self.withdraw_others(&extraction.lines, &mut report),
        }
        for line in &extraction.lines {
            self.take(line);
        }
        for (holder, held) in &self.held {
            match before.get(holder) {
                None => report.added += 1,
                Some(earlier) if earlier != held => report.updated += 1,
                Some(_) => continue,
            }
            report.changed.push(held.shown(holder));
        }
        report
    }

    fn take(&mut self, line: &Line) {
        let held = self.held_mut(holder(line));
        if line.rpps.is_some() {
            held.name.clone_from(&line.name);
            held.first_name = Some(line.first_name.clone()).filter(|text| !text.is_empty());
            held.deactivated = false;
        } else if held.name.is_empty() {
            held.name = label(line);
        }
        if let Some(address) = &line.address {
            held.addresses.insert(address.clone(), Origin::Extraction);
        }
    }

    fn deactivate_others(&mut self, lines: &[Line], report: &mut Report) {
        let active: BTreeSet<&str> = lines
            .iter()
            .filter_map(|line| line.rpps.as_deref())
            .collect();
        for (holder, held) in &mut self.held {
            if let Holder::Professional(rpps) = holder {
                let gone = !active.contains(rpps.as_str());
                report.deactivated += usize::from(gone && !held.deactivated);
                held.deactivated = gone;
            }
        }
    }

    fn withdraw_others(&mut self, lines: &[Line], report: &mut Report) {
        let fresh: BTreeSet<&str> = lines
            .iter()
            .filter_map(|line| line.address.as_deref())
            .collect();
        for held in self.held.values_mut() {
            let count = held.addresses.len();
            held.addresses.retain(|address, origin| {
                *origin == Origin::Directory || fresh.contains(address.as_str())
            });
            report.withdrawn += count - held.addresses.len();
        }
    }

    fn held_mut(&mut self, holder: Holder) -> &mut Held {
        let id = format!("C{:06}", self.held.len() + 1);
        self.held.entry(holder).or_insert_with(|| Held {
            id,
            name: String::new(),
            first_name: None,
            addresses: BTreeMap::new(),
            deactivated: false,
        })
    }
}

impl Held {
    fn shown(&self, holder: &Holder) -> Correspondent {
        Correspondent {
            id: self.id.clone(),
            rpps: match holder {
                Holder::Professional(rpps) => Some(rpps.clone()),
                Holder::Structure(_) | Holder::Address(_) => None,
            },
            nom: self.name.clone(),
            prenom: self.first_name.clone(),
            adresses: self.addresses.keys().cloned().collect(),
            desactive: self.deactivated,
        }
    }
}

fn holder(line: &Line) -> Holder {
    if let Some(rpps) = &line.rpps {
        return Holder::Professional(rpps.clone());
    }
    if line.structure.is_empty() {
        Holder::Address(line.address.clone().unwrap_or_default())
    } else {
        Holder::Structure(line.structure.clone())
    }
}

/// A name for what is no professional: the structure's, else the mailbox's own.
fn label(line: &Line) -> String {
    [&line.structure_name, &line.name]
        .into_iter()
        .find(|name| !name.is_empty())
        .cloned()
        .or_else(|| line.address.clone())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(rpps: &str, address: Option<&str>) -> Line {
        Line {
            address: address.map(ToOwned::to_owned),
            rpps: Some(rpps.to_owned()),
            name: "MARTIN".to_owned(),
            first_name: "ANNE".to_owned(),
            ..Line::default()
        }
    }

    fn mailboxes(lines: &[(&str, &str)]) -> Extraction {
        Extraction {
            subject: Subject::Mailboxes,
            lines: lines
                .iter()
                .map(|(rpps, address)| line(rpps, Some(address)))
                .collect(),
            rejected: 0,
        }
    }

    #[test]
    fn an_import_adds_updates_and_withdraws_and_keeps_what_was_picked() {
        let mut book = Book::default();
        book.remember(&Entry {
            id: "Practitioner/1".to_owned(),
            rpps: Some("1".to_owned()),
            name: "MARTIN".to_owned(),
            first_name: Some("ANNE".to_owned()),
            addresses: vec!["choisie@x".to_owned()],
        });
        let first = book.import(&mailboxes(&[("1", "a@x"), ("2", "b@x")]));
        assert_eq!((first.added, first.updated, first.withdrawn), (1, 1, 0));
        let again = book.import(&mailboxes(&[("1", "a@x"), ("2", "b@x")]));
        assert_eq!(again, Report::default());
        let later = book.import(&mailboxes(&[("1", "c@x"), ("2", "b@x")]));
        assert_eq!((later.added, later.updated, later.withdrawn), (0, 1, 1));
        assert_eq!(later.changed[0].adresses, ["c@x", "choisie@x"]);
    }

    #[test]
    fn two_mailboxes_of_one_number_are_one_correspondent_and_homonyms_are_two() {
        let mut book = Book::default();
        book.import(&mailboxes(&[("1", "a@x"), ("1", "b@x"), ("2", "c@x")]));
        let shown = book.shown();
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[0].adresses, ["a@x", "b@x"]);
        book.deactivate("2");
        assert!(book.shown()[1].desactive && !book.shown()[0].desactive);
    }

    #[test]
    fn a_professional_who_left_the_extraction_is_marked_and_keeps_their_addresses() {
        let mut book = Book::default();
        book.import(&mailboxes(&[("1", "a@x"), ("2", "b@x")]));
        let active = Extraction {
            subject: Subject::Professionals,
            lines: vec![line("1", None), line("1", None), line("3", None)],
            rejected: 0,
        };
        let report = book.import(&active);
        assert_eq!(
            (report.added, report.deactivated, report.withdrawn),
            (1, 1, 0)
        );
        let shown = book.shown();
        assert_eq!(
            shown.iter().map(|each| each.desactive).collect::<Vec<_>>(),
            [false, true, false]
        );
        assert_eq!(shown[0].adresses, ["a@x"]);
    }

    #[test]
    fn a_structure_is_known_by_its_name() {
        let mut book = Book::default();
        book.import(&Extraction {
            subject: Subject::Mailboxes,
            lines: vec![Line {
                address: Some("s@x".to_owned()),
                structure: "1990".to_owned(),
                structure_name: "CENTRE".to_owned(),
                ..Line::default()
            }],
            rejected: 0,
        });
        let shown = book.shown().remove(0);
        assert_eq!((shown.nom.as_str(), shown.rpps), ("CENTRE", None));
        assert_eq!(book.find(&shown.id).unwrap().addresses, ["s@x"]);
    }
}
