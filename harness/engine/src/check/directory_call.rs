//! How checks read the directory: the software's calls to the Annuaire Santé, the criteria that their
//! parameters carry, what the last search proposed, the message being written, the address book.

use std::sync::Arc;

use banc_contract::{Action, Answer, Correspondent, DirectoryCriteria, Draft, Outcome, Question};
use banc_core::Exchange;
use banc_core::observed::Observed;
use banc_core::observed::annuaire::{AnnuaireOperation, ObservedAnnuaire};

use super::reading::{Read, Seen, answer_before, answer_now, injured, last_outcome, wrong_shape};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};

/// A call to the directory with the exchange that carried it.
#[derive(Clone, Copy)]
pub(super) struct DirectoryCall<'a> {
    pub(super) exchange: &'a Arc<Exchange>,
    pub(super) observed: &'a ObservedAnnuaire,
}

impl DirectoryCall<'_> {
    pub(super) fn evidence(&self) -> Evidence {
        Evidence::Exchange {
            number: self.exchange.number,
        }
    }

    pub(super) fn is(&self, operation: AnnuaireOperation) -> bool {
        self.observed.operation == Some(operation)
    }

    /// True when a parameter of this search carries the criterion, whatever its modifier.
    pub(super) fn carries(&self, criterion: &Criterion<'_>) -> bool {
        self.observed.parameters.iter().any(|(name, values)| {
            let base = name.split(':').next().unwrap_or_default();
            criterion.parameters.contains(&base)
                && values.iter().any(|value| criterion.is_in(value))
        })
    }
}

/// Every call to the directory of the current window.
pub(super) fn window_calls(facts: &Facts) -> Vec<DirectoryCall<'_>> {
    facts
        .window()
        .filter_map(|exchange| match exchange.observed.as_ref()? {
            Observed::Annuaire(observed) => Some(DirectoryCall { exchange, observed }),
            _ => None,
        })
        .collect()
}

/// What an injected fault did to a call of the window, as a finding: what follows is not the software's
/// doing alone.
pub(super) fn disturbed(facts: &Facts) -> Option<Finding> {
    let call = window_calls(facts)
        .into_iter()
        .find(|call| injured(call.exchange))?;
    let reason =
        "une panne injectée a touché l'appel à l'annuaire : le résultat ne dit rien du logiciel";
    Some(Finding::non_concluant(reason).with([call.evidence()]))
}

/// A criterion of the user, and the search parameters that can carry it.
///
/// Source: search parameters of the FHIR API of the Annuaire Santé, v2.
pub(super) struct Criterion<'a> {
    /// In the words of the exigence.
    pub(super) label: &'static str,
    value: &'a str,
    parameters: &'static [&'static str],
    /// True for numbers and codes, which are equal or are not.
    exact: bool,
}

impl Criterion<'_> {
    /// True when a value sent carries this one: the code of a token, whole or the beginning or a part
    /// of a text, without case, accents or signs.
    fn is_in(&self, sent: &str) -> bool {
        sent.split(',').any(|sent| {
            let sent = sent.rsplit('|').next().unwrap_or_default();
            let (sent, wanted) = (folded(sent), folded(self.value));
            if self.exact {
                // The national identifier of a professional is `8` and the RPPS number.
                return sent == wanted || sent == format!("8{wanted}");
            }
            sent.len() >= SHORTEST.min(wanted.len())
                && (wanted.contains(&sent) || sent.contains(&wanted))
        })
    }
}

/// Fewest letters of a text that still say what is searched.
const SHORTEST: usize = 3;

/// The criteria that the user gave.
pub(super) fn criteria(given: &DirectoryCriteria) -> Vec<Criterion<'_>> {
    // Label, value, parameters that can carry it, equality.
    let all: [(_, _, &'static [&'static str], _); 10] = [
        ("numéro RPPS", &given.rpps, &["identifier"], true),
        ("nom", &given.nom, &["family", "name"], false),
        ("prénom", &given.prenom, &["given", "name"], false),
        (
            "profession",
            &given.profession,
            &["qualification-code"],
            true,
        ),
        (
            "spécialité",
            &given.specialite,
            &["qualification-code"],
            true,
        ),
        ("raison sociale", &given.raison_sociale, &["name"], false),
        ("voie", &given.voie, &["address-line", "address"], false),
        (
            "code postal",
            &given.code_postal,
            &["address-postalcode", "address"],
            false,
        ),
        ("ville", &given.ville, &["address-city", "address"], false),
        (
            "adresse MSSanté",
            &given.adresse_mss,
            &["mailbox-mss"],
            false,
        ),
    ];
    all.into_iter()
        .filter_map(|(label, value, parameters, exact)| {
            Some(Criterion {
                label,
                value: value.as_deref()?,
                parameters,
                exact,
            })
        })
        .collect()
}

/// Letters and digits alone, lower case, without accents.
fn folded(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => 'a',
            'ç' | 'Ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
            'î' | 'ï' | 'Î' | 'Ï' => 'i',
            'ô' | 'ö' | 'Ô' | 'Ö' => 'o',
            'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => 'u',
            other => other.to_ascii_lowercase(),
        })
        .filter(|character| character.is_alphanumeric())
        .collect()
}

/// What the last search of the window proposed, with its outcome. A refusal proposes nobody.
pub(super) fn proposed(facts: &Facts) -> Read<(Evidence, &[Correspondent])> {
    last_outcome(facts)?;
    let found = facts
        .record
        .acts
        .iter()
        .enumerate()
        .skip(facts.record.window_act)
        .rev()
        .find(|(_, act)| !act.setup && matches!(act.action, Action::SearchDirectory { .. }));
    let Some((index, act)) = found else {
        return Err(Finding::non_concluant(
            "aucune recherche n'a été faite dans l'annuaire",
        ));
    };
    let proposed = match &act.outcome {
        Some(Outcome::Fait(done)) => done.correspondants.as_deref().unwrap_or_default(),
        _ => &[],
    };
    Ok((Evidence::Outcome { index }, proposed))
}

fn draft<'a>(seen: &Seen<&'a Answer>) -> Read<Seen<&'a Draft>> {
    match seen.value {
        Answer::Brouillon(draft) => Ok(Seen {
            index: seen.index,
            value: draft,
        }),
        _ => Err(wrong_shape(seen.index, DRAFT)),
    }
}

const DRAFT: &str = "message en cours d'écriture";

fn on_draft(question: &Question) -> bool {
    matches!(question, Question::Draft {})
}

/// Recipients of the message being written that were not there before the window, in order, with the
/// observation that shows them.
pub(super) fn recipients_added(facts: &Facts) -> Read<Seen<Vec<&str>>> {
    let now = draft(&answer_now(facts, DRAFT, on_draft)?)?;
    let before = draft(&answer_before(facts, DRAFT, on_draft)?)?;
    let mut added: Vec<&str> = now.value.destinataires.iter().map(String::as_str).collect();
    for earlier in &before.value.destinataires {
        if let Some(index) = added.iter().position(|each| *each == earlier.as_str()) {
            added.remove(index);
        }
    }
    Ok(Seen {
        index: now.index,
        value: added,
    })
}

/// The correspondents held by the software now.
pub(super) fn correspondents_now(facts: &Facts) -> Read<Seen<&[Correspondent]>> {
    let what = "correspondants du logiciel";
    let seen = answer_now(facts, what, |question| {
        matches!(question, Question::Correspondents {})
    })?;
    match seen.value {
        Answer::Correspondants(held) => Ok(Seen {
            index: seen.index,
            value: held,
        }),
        _ => Err(wrong_shape(seen.index, what)),
    }
}

/// True when two addresses are one: the directory and the software may differ by case.
pub(super) fn same_address(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

#[cfg(test)]
pub(super) mod tests {
    use banc_contract::Done;
    use banc_core::exchange::AppliedFault;
    use banc_core::observed::annuaire::AnnuaireAnswer;

    use super::super::sample::Sample;
    use super::*;

    /// A search with these parameters.
    pub(in super::super) fn search(parameters: &[(&str, &str)]) -> ObservedAnnuaire {
        ObservedAnnuaire {
            operation: Some(AnnuaireOperation::Recherche),
            parameters: parameters
                .iter()
                .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
                .collect(),
            answer: AnnuaireAnswer::Ressources {
                matched: Vec::new(),
                included: 0,
                more: false,
            },
            ..ObservedAnnuaire::default()
        }
    }

    /// The sample with an exchange with the directory.
    pub(in super::super) fn called(sample: Sample, observed: ObservedAnnuaire) -> Sample {
        sample.exchange(Observed::Annuaire(Box::new(observed)), "")
    }

    /// A correspondent.
    pub(in super::super) fn correspondent(rpps: &str, addresses: &[&str]) -> Correspondent {
        Correspondent {
            id: format!("c{rpps}"),
            rpps: Some(rpps.to_owned()),
            nom: "MARTIN".to_owned(),
            prenom: Some("ANNE".to_owned()),
            adresses: addresses.iter().map(|each| (*each).to_owned()).collect(),
            ..Correspondent::default()
        }
    }

    /// The sample with a call that a fault kept from its answer.
    pub(in super::super) fn broken(sample: Sample, observed: ObservedAnnuaire) -> Sample {
        called(sample, observed).last(|exchange| {
            exchange.faults.push(AppliedFault {
                rule: "essai".to_owned(),
                fault: "statut_http".to_owned(),
                parameters: serde_json::Map::new(),
            });
        })
    }

    /// The sample with a search that proposed these.
    pub(in super::super) fn searched(sample: Sample, found: &[Correspondent]) -> Sample {
        let done = Done {
            correspondants: Some(found.to_vec()),
            ..Done::default()
        };
        searched_with(sample, Outcome::Fait(Box::new(done)))
    }

    /// The sample with a search of that outcome.
    pub(in super::super) fn searched_with(sample: Sample, outcome: Outcome) -> Sample {
        let criteres = DirectoryCriteria::default();
        sample.act_of(Action::SearchDirectory { criteres }, Some(outcome))
    }

    /// The sample with the draft seen now.
    pub(in super::super) fn drafted(sample: Sample, recipients: &[&str]) -> Sample {
        let draft = Draft {
            texte: String::new(),
            destinataires: recipients.iter().map(|each| (*each).to_owned()).collect(),
        };
        sample.saw(Question::Draft {}, Answer::Brouillon(draft))
    }

    fn carries(name: &str, value: &str, wanted: &DirectoryCriteria) -> bool {
        let facts = called(Sample::new(), search(&[(name, value)])).facts();
        let calls = window_calls(&facts);
        criteria(wanted).iter().all(|each| calls[0].carries(each))
    }

    #[test]
    fn a_criterion_is_carried_by_the_parameters_that_mean_it() {
        let wanted = |change: fn(&mut DirectoryCriteria)| {
            let mut criteria = DirectoryCriteria::default();
            change(&mut criteria);
            criteria
        };
        let rpps = wanted(|each| each.rpps = Some("10000000011".to_owned()));
        assert!(carries("identifier", "10000000011", &rpps));
        assert!(carries("identifier", "urn:oid:1.2|810000000011", &rpps));
        assert!(!carries("identifier", "10000000029", &rpps));
        assert!(!carries("family", "10000000011", &rpps));
        let name = wanted(|each| each.nom = Some("Côté-Roux".to_owned()));
        assert!(carries("family:exact", "COTE ROUX", &name));
        assert!(carries("name:family", "coté", &name));
        assert!(!carries("family", "", &name));
        assert!(!carries("family", "R", &name));
        assert!(!carries("given", "Côté-Roux", &name));
        let profession = wanted(|each| each.profession = Some("10".to_owned()));
        assert!(carries(
            "qualification-code",
            "https://x|10,https://x|21",
            &profession
        ));
        assert!(!carries("qualification-code", "https://x|100", &profession));
        let place = wanted(|each| each.ville = Some("Nantes".to_owned()));
        assert!(carries("address:contains", "NANTES", &place));
        let mailbox = wanted(|each| each.adresse_mss = Some("a@x.mssante.fr".to_owned()));
        assert!(carries("mailbox-mss:contains", "a@x.mssante.fr", &mailbox));
    }
}
