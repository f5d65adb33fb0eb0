//! From tables to a checked directory: every reference resolved, every number verified.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Row, Table};
use super::{
    Card, CareActivity, CareProfile, Equipment, Mailbox, MailboxKind, Nature, Professional,
    Situation, Street, Structure, has_luhn_key,
};

/// Tables that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatasetError {
    /// No line of column names.
    #[error("directory table {0} is empty: its first line names its columns")]
    Empty(&'static str),
    /// A column is missing.
    #[error("directory table {table} has no column {column}: add it")]
    Column {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
    },
    /// Too few or too many cells.
    #[error("directory table {table}, line {line}: {found} cells where {expected} are expected")]
    Cells {
        /// Table.
        table: &'static str,
        /// Line, from 1.
        line: usize,
        /// Cells found.
        found: usize,
        /// Columns.
        expected: usize,
    },
    /// A value that makes no sense.
    #[error("directory table {table}, line {line}, {column}: {reason}")]
    Wrong {
        /// Table.
        table: &'static str,
        /// Line, from 1.
        line: usize,
        /// Column.
        column: &'static str,
        /// Why.
        reason: String,
    },
}

/// The text of each table.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is the table of that name")]
pub struct Tables<'a> {
    pub structures: &'a str,
    pub professionnels: &'a str,
    pub situations: &'a str,
    pub boites: &'a str,
    pub equipements: &'a str,
    pub activites: &'a str,
}

impl Tables<'static> {
    /// The committed tables.
    pub const EMBEDDED: Self = Self {
        structures: include_str!("../../../../fixtures/annuaire/structures.psv"),
        professionnels: include_str!("../../../../fixtures/annuaire/professionnels.psv"),
        situations: include_str!("../../../../fixtures/annuaire/situations.psv"),
        boites: include_str!("../../../../fixtures/annuaire/boites.psv"),
        equipements: include_str!("../../../../fixtures/annuaire/equipements.psv"),
        activites: include_str!("../../../../fixtures/annuaire/activites.psv"),
    };
}

/// What was read.
pub(crate) struct Loaded {
    pub(crate) professionals: Vec<Professional>,
    pub(crate) structures: Vec<Structure>,
    pub(crate) equipment: Vec<Equipment>,
    pub(crate) activities: Vec<CareActivity>,
}

/// Mailboxes by what they are tied to: an RPPS number, a situation or a structure.
type Mailboxes = BTreeMap<String, Vec<Mailbox>>;

pub(super) fn load(tables: &Tables<'_>) -> Result<Loaded, DatasetError> {
    let mut mailboxes = mailboxes(tables.boites)?;
    let structures = structures(tables.structures, &mut mailboxes)?;
    let known: BTreeSet<&str> = structures.iter().map(|one| one.id.as_str()).collect();
    let mut situations = situations(tables.situations, &known, &mut mailboxes)?;
    let professionals = professionals(tables.professionnels, &mut situations, &mut mailboxes)?;
    if let Some(rpps) = situations.into_keys().next() {
        return Err(dangling("situations", "rpps", &rpps));
    }
    if let Some(tied) = mailboxes.into_keys().next() {
        return Err(dangling("boites", "rattachement", &tied));
    }
    let equipment = equipment(tables.equipements, &known)?;
    let activities = activities(tables.activites, &known)?;
    Ok(Loaded {
        professionals,
        structures,
        equipment,
        activities,
    })
}

fn dangling(table: &'static str, column: &'static str, value: &str) -> DatasetError {
    DatasetError::Wrong {
        table,
        line: 0,
        column,
        reason: format!("`{value}` names nothing of the directory"),
    }
}

fn mailboxes(text: &str) -> Result<Mailboxes, DatasetError> {
    let table = Table::read("boites", text)?;
    let mut by_holder = Mailboxes::new();
    for row in table.rows() {
        let kind = row.text("type")?;
        let kind = MailboxKind::of(&kind)
            .ok_or_else(|| row.wrong("type", "PER, CAB, ORG or APP is expected"))?;
        let holder = row.text("rattachement")?;
        // Source: guide of the FHIR API: PER and CAB belong to persons, ORG and APP to structures.
        if kind.is_of_a_person() == holder.starts_with("001-") {
            return Err(row.wrong(
                "rattachement",
                format!("a mailbox {} cannot be tied to it", kind.code()),
            ));
        }
        let address = row.text("adresse")?;
        if !address.ends_with(".banc.mssante.fr") {
            return Err(row.wrong("adresse", "its domain is not under banc.mssante.fr"));
        }
        by_holder.entry(holder).or_default().push(Mailbox {
            address,
            kind,
            description: row.optional("description")?,
            service: row.optional("service")?,
            digitization: row.flag("dematerialisation")?,
            red_list: row.flag("liste_rouge")?,
        });
    }
    Ok(by_holder)
}

fn structures(text: &str, mailboxes: &mut Mailboxes) -> Result<Vec<Structure>, DatasetError> {
    let table = Table::read("structures", text)?;
    let mut ids = BTreeSet::new();
    let mut all = Vec::new();
    for row in table.rows() {
        let id = row.text("id")?;
        if !ids.insert(id.clone()) {
            return Err(row.wrong("id", "another row has it"));
        }
        let legal_entity = row.optional("entite_juridique")?;
        if legal_entity.as_ref().is_some_and(|one| !ids.contains(one)) {
            return Err(row.wrong("entite_juridique", "no structure above has this id"));
        }
        let finess = row.optional("finess")?;
        if finess.as_ref().is_some_and(|number| !is_fictitious(number)) {
            return Err(row.wrong(
                "finess",
                "nine characters that begin with 0B or 1B are expected",
            ));
        }
        all.push(Structure {
            nature: nature(row)?,
            raison_sociale: row.text("raison_sociale")?,
            enseigne: row.optional("enseigne")?,
            idnst: row.text("idnst")?,
            finess,
            rpps_rang: row.optional("rpps_rang")?,
            entite_juridique: legal_entity,
            secteur: row.text("secteur")?,
            categorie: row.optional("categorie")?,
            voie: Street {
                numero: row.free("numero")?,
                type_voie: row.free("type_voie")?,
                libelle: row.text("voie")?,
            },
            code_postal: row.text("code_postal")?,
            commune: row.text("commune")?,
            telephone: row.optional("telephone")?,
            courriel: row.optional("courriel")?,
            licence: row.optional("licence")?,
            active: row.flag("actif")?,
            updated: row.instant("maj")?,
            mailboxes: mailboxes.remove(&id).unwrap_or_default(),
            id,
        });
    }
    Ok(all)
}

/// Test FINESS numbers begin with `0B` or `1B`: real ones begin with a department, and the only
/// departments with a letter are 2A and 2B. Source: structures of the kit cards.
fn is_fictitious(finess: &str) -> bool {
    finess.len() == 9 && (finess.starts_with("0B") || finess.starts_with("1B"))
}

fn nature(row: Row<'_, '_>) -> Result<Nature, DatasetError> {
    match &*row.text("nature")? {
        "EJ" => Ok(Nature::Juridique),
        "EG" => Ok(Nature::Geographique),
        _ => Err(row.wrong("nature", "EJ or EG is expected")),
    }
}

fn situations(
    text: &str,
    structures: &BTreeSet<&str>,
    mailboxes: &mut Mailboxes,
) -> Result<BTreeMap<String, Vec<Situation>>, DatasetError> {
    let table = Table::read("situations", text)?;
    let mut by_person: BTreeMap<String, Vec<Situation>> = BTreeMap::new();
    for row in table.rows() {
        let id = row.text("id")?;
        let structure = known(row, "structure", structures)?;
        by_person
            .entry(row.text("rpps")?)
            .or_default()
            .push(Situation {
                identifiant: row.text("identifiant")?,
                structure,
                genre: row.text("genre")?,
                mode: row.text("mode")?,
                fonction: row.optional("fonction")?,
                section: row.optional("section")?,
                active: row.flag("actif")?,
                updated: row.instant("maj")?,
                mailboxes: mailboxes.remove(&id).unwrap_or_default(),
                id,
            });
    }
    Ok(by_person)
}

fn known(
    row: Row<'_, '_>,
    column: &'static str,
    structures: &BTreeSet<&str>,
) -> Result<String, DatasetError> {
    let id = row.text(column)?;
    if structures.contains(id.as_str()) {
        return Ok(id);
    }
    Err(row.wrong(column, "no structure has this id"))
}

fn professionals(
    text: &str,
    situations: &mut BTreeMap<String, Vec<Situation>>,
    mailboxes: &mut Mailboxes,
) -> Result<Vec<Professional>, DatasetError> {
    let table = Table::read("professionnels", text)?;
    let mut numbers = BTreeSet::new();
    let mut all = Vec::new();
    for row in table.rows() {
        let rpps = row.text("rpps")?;
        // The kit range: no professional in practice has a number that begins with 997.
        if rpps.len() != 11 || !rpps.starts_with("997") || !has_luhn_key(&rpps) {
            return Err(row.wrong(
                "rpps",
                "eleven digits of the test range 997 with a Luhn key are expected",
            ));
        }
        if !numbers.insert(rpps.clone()) {
            return Err(row.wrong("rpps", "another row has it"));
        }
        all.push(Professional {
            id: row.text("id")?,
            civilite: row.text("civilite")?,
            titre: row.optional("titre")?,
            nom: row.text("nom")?,
            prenoms: row.text("prenoms")?.split(' ').map(str::to_owned).collect(),
            profession: row.text("profession")?,
            categorie: row.text("categorie")?,
            savoir_faire: row.optional("savoir_faire")?,
            diplome: row.optional("diplome")?,
            carte: card(row)?,
            active: row.flag("actif")?,
            updated: row.instant("maj")?,
            situations: situations.remove(&rpps).unwrap_or_default(),
            mailboxes: mailboxes.remove(&rpps).unwrap_or_default(),
            rpps,
        });
    }
    Ok(all)
}

fn card(row: Row<'_, '_>) -> Result<Option<Card>, DatasetError> {
    let Some(number) = row.optional("carte")? else {
        return Ok(None);
    };
    Ok(Some(Card {
        kind: row.text("carte_type")?,
        number,
        start: row.text("carte_debut")?,
        end: row.text("carte_fin")?,
    }))
}

fn equipment(text: &str, structures: &BTreeSet<&str>) -> Result<Vec<Equipment>, DatasetError> {
    let table = Table::read("equipements", text)?;
    let rows = table.rows().map(|row| {
        Ok(Equipment {
            id: row.text("id")?,
            arhgos: row.text("arhgos")?,
            kind: row.text("type")?,
            marque: row.text("marque")?,
            modele: row.text("modele")?,
            autorisation: row.text("autorisation")?,
            structure: known(row, "structure", structures)?,
            active: row.flag("actif")?,
            updated: row.instant("maj")?,
        })
    });
    rows.collect()
}

fn activities(text: &str, structures: &BTreeSet<&str>) -> Result<Vec<CareActivity>, DatasetError> {
    let table = Table::read("activites", text)?;
    let rows = table.rows().map(|row| {
        let profile = match &*row.text("profil")? {
            "soins" => CareProfile::Soins,
            "social" => CareProfile::EquipementSocial,
            _ => return Err(row.wrong("profil", "soins or social is expected")),
        };
        Ok(CareActivity {
            id: row.text("id")?,
            arhgos: row.optional("arhgos")?,
            profile,
            structure: known(row, "structure", structures)?,
            kind: row.text("type")?,
            modalite: row.optional("modalite")?,
            forme: row.text("forme")?,
            clientele: row.optional("clientele")?,
            autorisation: row.text("autorisation")?,
            active: row.flag("actif")?,
            updated: row.instant("maj")?,
        })
    });
    rows.collect()
}
