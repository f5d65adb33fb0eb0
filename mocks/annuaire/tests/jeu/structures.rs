//! Hospitals, health centres, pharmacies, laboratories, homes for the elderly; their equipment,
//! activities and mailboxes.

use super::noms::{LIEUX, VOIES, sans_accent};
use super::{Jeu, Tirage};

/// A structure that employs professionals.
pub(crate) struct Etablissement {
    pub(crate) id: String,
    pub(crate) secteur: &'static str,
}

/// A kind of structure: sector, category, name, and its ordinal in FINESS numbers.
struct Sorte {
    secteur: &'static str,
    categorie: &'static str,
    nom: &'static str,
    rang: usize,
}

const SORTES: [Sorte; 5] = [
    Sorte {
        secteur: "SA01",
        categorie: "355",
        nom: "CH FICTIF DE",
        rang: 1,
    },
    Sorte {
        secteur: "SA05",
        categorie: "124",
        nom: "CENTRE DE SANTE FICTIF DE",
        rang: 2,
    },
    Sorte {
        secteur: "SA33",
        categorie: "620",
        nom: "PHARMACIE FICTIVE DE",
        rang: 3,
    },
    Sorte {
        secteur: "SA29",
        categorie: "611",
        nom: "LABORATOIRE FICTIF DE",
        rang: 4,
    },
    Sorte {
        secteur: "SA17",
        categorie: "500",
        nom: "EHPAD FICTIF DE",
        rang: 5,
    },
];

/// One legal and one geographical entity for three kinds in each town.
pub(crate) fn etablissements(jeu: &mut Jeu, tirage: &mut Tirage) -> Vec<Etablissement> {
    let mut all = Vec::new();
    for place in 0..LIEUX.len() {
        for step in 0..3 {
            let sorte = &SORTES[(place + step * 2) % SORTES.len()];
            all.push(etablissement(jeu, tirage, place, sorte));
        }
    }
    all
}

fn etablissement(jeu: &mut Jeu, tirage: &mut Tirage, place: usize, sorte: &Sorte) -> Etablissement {
    let (code_postal, commune) = LIEUX[place];
    let serial = place * 10 + sorte.rang;
    let (legal, local) = (
        format!("001-01-{:06}", 900_000 + serial),
        format!("001-02-{:06}", 900_000 + serial),
    );
    let (numero, (type_voie, voie)) = (1 + tirage.below(120), tirage.one(&VOIES));
    let street = format!("{numero}|{type_voie}|{voie}|{code_postal}|{commune}");
    let name = format!("{} {commune}", sorte.nom);
    let closed = serial % 37 == 5;
    let active = if closed { "non" } else { "oui" };
    let licence = if sorte.secteur == "SA33" {
        format!("99#{serial:06}")
    } else {
        String::new()
    };
    let domain = format!(
        "{}{}.banc.mssante.fr",
        if sorte.rang == 1 { "ch-" } else { "etab-" },
        sans_accent(commune)
    );
    let contact = format!("contact.{serial}@exemple.invalid");
    let updated = tirage.instant();
    jeu.structures.push(format!(
        "{legal}|EJ|{name} ENTITE JURIDIQUE||11B{serial:07}|1B{serial:07}|||{}||{street}|||| oui|{updated}",
        sorte.secteur
    ).replace("| oui|", "|oui|"));
    jeu.structures.push(format!(
        "{local}|EG|{name}|{}|10B{serial:07}|0B{serial:07}||{legal}|{}|{}|{street}|019900{serial:04}|{contact}|{licence}|{active}|{updated}",
        if sorte.rang == 3 { "GRANDE PHARMACIE" } else { "" },
        sorte.secteur,
        sorte.categorie,
    ));
    boites(jeu, &local, &domain, serial, sorte, closed);
    if sorte.rang == 1 {
        plateau(jeu, tirage, &local, serial);
    } else if sorte.rang == 5 {
        let updated = tirage.instant();
        jeu.activites.push(format!(
            "004-{:07}-01||social|{local}|508||11|700|2010-01-01|{active}|{updated}",
            1_000_000 + serial
        ));
    }
    Etablissement {
        id: local,
        secteur: sorte.secteur,
    }
}

fn boites(jeu: &mut Jeu, local: &str, domain: &str, serial: usize, sorte: &Sorte, closed: bool) {
    if closed || serial % 4 == 3 {
        return;
    }
    let secretariat = format!("secretariat.{serial}@{domain}");
    jeu.boites.push(format!(
        "{secretariat}|ORG|{local}|SECRETARIAT|Secrétariat|oui|non"
    ));
    if sorte.rang == 1 || sorte.rang == 4 {
        jeu.boites.push(format!(
            "resultats.{serial}@{domain}|APP|{local}||Envoi automatique de comptes rendus|oui|non"
        ));
    }
    if serial.is_multiple_of(3) {
        jeu.boites.push(format!(
            "direction.{serial}@{domain}|ORG|{local}|DIRECTION|Direction|non|oui"
        ));
    }
}

fn plateau(jeu: &mut Jeu, tirage: &mut Tirage, local: &str, serial: usize) {
    for step in 0..2 {
        let active = if (serial + step).is_multiple_of(9) {
            "non"
        } else {
            "oui"
        };
        let updated = tirage.instant();
        jeu.equipements.push(format!(
            "002-{:07}|99-99-{:05}|05602|{}|SCANNER FICTIF {serial}{step}|2015-06-{:02}|{local}|{active}|{updated}",
            4_000_000 + serial * 10 + step,
            serial * 10 + step,
            ["MARQUE FICTIVE", "IMAGERIE IMAGINAIRE"][step],
            1 + serial % 28
        ));
        let updated = tirage.instant();
        jeu.activites.push(format!(
            "004-{:07}-0{step}|99-99-{:05}|soins|{local}|50|09|{}||2012-03-{:02}|{active}|{updated}",
            2_000_000 + serial,
            60_000 + serial * 10 + step,
            ["02", "07"][step],
            1 + serial % 28
        ));
    }
}
