//! Which professional of the simulated directory a scenario takes, by what it needs; who else answers the
//! same criteria.

use banc_annuaire::dataset::{Dataset, Professional, Structure};
use banc_contract::DirectoryCriteria;

use super::super::StepError;

/// A professional of the simulated directory, with what a user may type of them.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) rpps: String,
    pub(super) nom: String,
    pub(super) prenom: String,
    prenoms: Vec<String>,
    profession: String,
    specialite: Option<String>,
    /// Active structures of active situations.
    structures: Vec<Structure>,
    /// Addresses published.
    pub(super) adresses: Vec<String>,
}

impl Person {
    pub(super) fn new(dataset: &Dataset, professional: &Professional) -> Self {
        Self {
            rpps: professional.rpps.clone(),
            nom: professional.nom.clone(),
            prenom: professional.prenom().to_owned(),
            prenoms: professional.prenoms.clone(),
            profession: professional.profession.clone(),
            specialite: professional.savoir_faire.clone(),
            structures: professional
                .active_situations()
                .filter_map(|situation| dataset.structure(&situation.structure))
                .filter(|structure| structure.active)
                .cloned()
                .collect(),
            adresses: professional
                .addresses()
                .into_iter()
                .map(str::to_owned)
                .collect(),
        }
    }

    pub(super) fn of(dataset: &Dataset, rpps: &str) -> Option<Self> {
        Some(Self::new(dataset, dataset.professional(rpps)?))
    }

    /// True when the professional answers every criterion; a text is found anywhere in a field, which is
    /// the widest a directory may read it.
    fn answers(&self, criteria: &DirectoryCriteria) -> bool {
        let within = |wanted: &Option<String>, field: &str| {
            wanted
                .as_deref()
                .is_none_or(|wanted| folded(field).contains(&folded(wanted)))
        };
        let equal = |wanted: &Option<String>, field: Option<&str>| {
            wanted.is_none() || wanted.as_deref() == field
        };
        let anywhere = |wanted: &Option<String>, fields: &[String]| {
            wanted.is_none() || fields.iter().any(|field| within(wanted, field))
        };
        let place = |structure: &Structure| {
            within(&criteria.raison_sociale, &structure.raison_sociale)
                && within(&criteria.voie, &structure.voie.line())
                && within(&criteria.code_postal, &structure.code_postal)
                && within(&criteria.ville, &structure.commune)
        };
        let somewhere = criteria.raison_sociale.is_none()
            && criteria.voie.is_none()
            && criteria.code_postal.is_none()
            && criteria.ville.is_none();
        equal(&criteria.rpps, Some(&self.rpps))
            && within(&criteria.nom, &self.nom)
            && anywhere(&criteria.prenom, &self.prenoms)
            && equal(&criteria.profession, Some(&self.profession))
            && equal(&criteria.specialite, self.specialite.as_deref())
            && anywhere(&criteria.adresse_mss, &self.adresses)
            && (somewhere || self.structures.iter().any(place))
    }
}

/// RPPS numbers of the active professionals who answer every criterion.
pub(super) fn matching(dataset: &Dataset, criteria: &DirectoryCriteria) -> Vec<String> {
    dataset
        .professionals()
        .iter()
        .filter(|professional| professional.active)
        .map(|professional| Person::new(dataset, professional))
        .filter(|person| person.answers(criteria))
        .map(|person| person.rpps)
        .collect()
}

/// The professional whom these words tell best from the others: a criterion that half of the directory
/// answers would only try the patience of the software.
pub(super) fn most_selective(
    dataset: &Dataset,
    several: bool,
    words: &str,
) -> Result<Person, StepError> {
    let case = if several {
        dataset.with_several_mailboxes()
    } else {
        dataset.unique_with_mailbox()
    };
    let mut best: Option<(usize, Person)> = None;
    let mut refusal = None;
    for professional in case {
        let person = Person::new(dataset, professional);
        match criteria(&person, words) {
            Err(error) => refusal = Some(error),
            Ok(criteria) => {
                let count = matching(dataset, &criteria).len();
                if best.as_ref().is_none_or(|(least, _)| count < *least) {
                    best = Some((count, person));
                }
            }
        }
    }
    best.map(|(_, person)| person).ok_or_else(|| {
        refusal.unwrap_or_else(|| {
            StepError::new("aucun professionnel de l'annuaire simulé ne convient")
        })
    })
}

/// The n-th professional whose name nobody else bears, with an activity and a mailbox. Nobody of the local
/// accounts: their numbers are known already.
pub(super) fn alone(dataset: &Dataset, rank: usize) -> Option<Person> {
    let known = crate::accounts::KNOWN_ID.strip_prefix('8');
    dataset
        .unique_with_mailbox()
        .into_iter()
        .filter(|one| known != Some(one.rpps.as_str()))
        .filter(|one| one.active_situations().next().is_some())
        .nth(rank)
        .map(|one| Person::new(dataset, one))
}

/// What a user types of a professional, by the names of criteria: `nom`, `nom et ville`, `code postal`…
pub(super) fn criteria(person: &Person, words: &str) -> Result<DirectoryCriteria, StepError> {
    let mut criteria = DirectoryCriteria::default();
    let structure = person.structures.first();
    for word in words.split(" et ").flat_map(|part| part.split(", ")) {
        let (field, value) = match word {
            "numéro RPPS" => (&mut criteria.rpps, Some(person.rpps.clone())),
            "nom" => (&mut criteria.nom, Some(person.nom.clone())),
            "prénom" => (&mut criteria.prenom, Some(person.prenom.clone())),
            "profession" => (&mut criteria.profession, Some(person.profession.clone())),
            "spécialité" => (&mut criteria.specialite, person.specialite.clone()),
            "raison sociale" => (
                &mut criteria.raison_sociale,
                structure.map(|each| each.raison_sociale.clone()),
            ),
            "voie" => (&mut criteria.voie, structure.map(|each| each.voie.line())),
            "code postal" => (
                &mut criteria.code_postal,
                structure.map(|each| each.code_postal.clone()),
            ),
            "ville" => (
                &mut criteria.ville,
                structure.map(|each| each.commune.clone()),
            ),
            "adresse MSSanté" => (&mut criteria.adresse_mss, person.adresses.first().cloned()),
            other => {
                return Err(StepError::new(format!(
                    "« {other} » n'est pas un critère de recherche"
                )));
            }
        };
        *field = Some(value.ok_or_else(|| {
            StepError::new(format!(
                "ce professionnel ne peut pas être cherché par {word}"
            ))
        })?);
    }
    Ok(criteria)
}

/// Letters and digits alone, lower case, without the accents of French.
fn folded(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'à' | 'â' | 'ä' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            other => other,
        })
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_finds_a_professional_who_answers_it() {
        let dataset = Dataset::embedded();
        for words in [
            "numéro RPPS",
            "nom",
            "prénom",
            "profession",
            "spécialité",
            "raison sociale",
            "voie",
            "code postal",
            "ville",
            "adresse MSSanté",
            "nom et ville",
        ] {
            let person = most_selective(&dataset, false, words).unwrap();
            let found = matching(&dataset, &criteria(&person, words).unwrap());
            assert!(found.contains(&person.rpps), "{words}");
            assert!(found.len() <= 50, "{words}: {}", found.len());
        }
        assert!(
            most_selective(&dataset, true, "nom")
                .unwrap()
                .adresses
                .len()
                > 1
        );
        assert!(most_selective(&dataset, false, "humeur").is_err());
    }

    #[test]
    fn homonyms_answer_the_same_name() {
        let dataset = Dataset::embedded();
        for group in dataset.homonyms() {
            let person = Person::new(&dataset, group[0]);
            let found = matching(&dataset, &criteria(&person, "nom et prénom").unwrap());
            assert!(group.iter().all(|one| found.contains(&one.rpps)));
        }
    }
}
