//! From the criteria of the user to the search parameters of the directory.
//!
//! Source: search parameters of the FHIR API of the Annuaire Santé, v2 (ansforge/IG-fhir-annuaire and
//! its documentation): who the professional is belongs to `Practitioner`, where they work to
//! `Organization`, a mailbox to any of the three resources.

use banc_contract::DirectoryCriteria;
use hyper::Uri;

use super::failure::DirectoryFailure;
use crate::defauts::{Defect, DefectSet};
use crate::identity::Refusal;

/// Resources asked for on each page: the directory's own default, said aloud.
const PAGE: &str = "50";
const PROFESSION: &str =
    "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante";
const SPECIALITY: &str =
    "https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale";

/// Name and value of a search parameter.
pub type Parameter = (&'static str, String);

/// One search: a resource type and its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Resource type.
    pub resource: &'static str,
    parameters: Vec<Parameter>,
}

impl Query {
    /// A search of a resource type by these parameters.
    pub fn new(resource: &'static str, parameters: &[Parameter]) -> Self {
        Self {
            resource,
            parameters: parameters.to_vec(),
        }
    }

    /// With one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    /// Its address under a base.
    pub fn uri(&self, base: &str) -> Result<Uri, DirectoryFailure> {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(&self.parameters);
        text.append_pair("_count", PAGE);
        format!("{base}/{}?{}", self.resource, text.finish())
            .parse()
            .map_err(|error| DirectoryFailure::NotConfigured(format!("{error}")))
    }
}

/// The criteria of the user, by the resource that bears them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Borne by `Practitioner`.
    pub person: Vec<Parameter>,
    /// Borne by `Organization`.
    pub structure: Vec<Parameter>,
    /// Borne by whoever holds the mailbox.
    pub mailbox: Vec<Parameter>,
    /// True when the professional is named (number, surname or first name).
    pub named: bool,
}

impl Wanted {
    /// Reads the criteria; refuses an empty search and a number that cannot be one.
    pub fn read(criteria: &DirectoryCriteria, defects: &DefectSet) -> Result<Self, Refusal> {
        let mut wanted = Self::default();
        let rpps = given(criteria.rpps.as_deref()).map(rpps).transpose()?;
        let named = [
            ("identifier", rpps),
            ("family", text(criteria.nom.as_deref())),
            ("given", text(criteria.prenom.as_deref())),
        ];
        wanted.person = present(named);
        wanted.named = !wanted.person.is_empty();
        // Two codes of qualification are two parameters: the directory reads them as "and".
        wanted.person.extend(present([
            (
                "qualification-code",
                code(PROFESSION, criteria.profession.as_deref()),
            ),
            (
                "qualification-code",
                code(SPECIALITY, criteria.specialite.as_deref()),
            ),
        ]));
        wanted.structure = present([
            ("name:contains", text(criteria.raison_sociale.as_deref())),
            ("address-line:contains", text(criteria.voie.as_deref())),
            ("address-postalcode", text(criteria.code_postal.as_deref())),
            ("address-city", text(criteria.ville.as_deref())),
        ]);
        wanted.mailbox = present([(
            "mailbox-mss:contains",
            text(criteria.adresse_mss.as_deref()),
        )]);
        if wanted.person.is_empty() && wanted.structure.is_empty() && wanted.mailbox.is_empty() {
            return Err(Refusal::new(
                "Donnez au moins un critère pour chercher dans l'Annuaire Santé.",
            ));
        }
        if defects.has(Defect::CriteresIgnores) {
            wanted.drop_place();
        }
        Ok(wanted)
    }

    /// The defect `criteres_ignores`: where the structure stands is not asked.
    fn drop_place(&mut self) {
        self.structure
            .retain(|(name, _)| !name.starts_with("address-"));
    }
}

fn present<const N: usize>(parameters: [(&'static str, Option<String>); N]) -> Vec<Parameter> {
    parameters
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn given(typed: Option<&str>) -> Option<&str> {
    typed.map(str::trim).filter(|typed| !typed.is_empty())
}

/// A value as typed, its signs that FHIR would read (`\`, `,`, `|`, `$`) escaped.
///
/// Source: FHIR R4, search, "Escaping Search Parameters".
fn text(typed: Option<&str>) -> Option<String> {
    let typed = given(typed)?;
    let mut escaped = String::with_capacity(typed.len());
    for character in typed.chars() {
        if matches!(character, '\\' | ',' | '|' | '$') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    Some(escaped)
}

fn code(system: &str, typed: Option<&str>) -> Option<String> {
    Some(format!("{system}|{}", text(typed)?))
}

/// An RPPS number as typed: eleven digits, or twelve with the `8` of the national identifier; spaces
/// do not matter.
pub fn rpps(typed: &str) -> Result<String, Refusal> {
    let digits: String = typed.chars().filter(|each| !each.is_whitespace()).collect();
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    match (all_digits, digits.len(), digits.strip_prefix('8')) {
        (true, 11, _) => Ok(digits),
        (true, 12, Some(number)) => Ok(number.to_owned()),
        _ => Err(Refusal::new(format!(
            "« {typed} » n'est pas un numéro RPPS : onze chiffres sont attendus."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(criteria: &DirectoryCriteria) -> Wanted {
        Wanted::read(criteria, &DefectSet::default()).unwrap()
    }

    #[test]
    fn each_criterion_goes_to_the_resource_that_bears_it() {
        let some = |text: &str| Some(text.to_owned());
        let wanted = read(&DirectoryCriteria {
            rpps: some("8 99700427885"),
            nom: some("Kit"),
            prenom: some("Doc"),
            profession: some("10"),
            specialite: some("SM26"),
            raison_sociale: some("Cabinet"),
            voie: some("12, rue"),
            code_postal: some("75001"),
            ville: some("Paris"),
            adresse_mss: some("kit@"),
        });
        let names = |parameters: &[Parameter]| -> Vec<String> {
            parameters
                .iter()
                .map(|(name, value)| format!("{name}={}", value.rsplit('|').next().unwrap()))
                .collect()
        };
        assert_eq!(
            names(&wanted.person),
            [
                "identifier=99700427885",
                "family=Kit",
                "given=Doc",
                "qualification-code=10",
                "qualification-code=SM26",
            ]
        );
        assert_eq!(
            names(&wanted.structure),
            [
                "name:contains=Cabinet",
                "address-line:contains=12\\, rue",
                "address-postalcode=75001",
                "address-city=Paris",
            ]
        );
        assert_eq!(names(&wanted.mailbox), ["mailbox-mss:contains=kit@"]);
    }

    #[test]
    fn an_empty_search_and_a_wrong_number_are_refused() {
        let refuse = |criteria: &DirectoryCriteria| {
            Wanted::read(criteria, &DefectSet::default()).unwrap_err().0
        };
        let blank = DirectoryCriteria {
            nom: Some("  ".to_owned()),
            ..DirectoryCriteria::default()
        };
        assert!(refuse(&blank).contains("au moins un critère"));
        let wrong = DirectoryCriteria {
            rpps: Some("1234".to_owned()),
            ..DirectoryCriteria::default()
        };
        assert!(refuse(&wrong).contains("onze chiffres"));
        assert!(rpps("999700427885").is_err());
    }

    #[test]
    fn values_are_encoded_in_the_address() {
        let query = Query::new(
            "Organization",
            &[("name:contains", "Côte & Mer".to_owned())],
        )
        .with("_revinclude", "PractitionerRole:organization");
        assert_eq!(
            query
                .uri("https://annuaire.test/fhir/v2")
                .unwrap()
                .to_string(),
            "https://annuaire.test/fhir/v2/Organization?name%3Acontains=C%C3%B4te+%26+Mer\
             &_revinclude=PractitionerRole%3Aorganization&_count=50"
        );
    }
}
