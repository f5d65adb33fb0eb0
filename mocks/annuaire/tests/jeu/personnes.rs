//! Professionals, their practices, situations and mailboxes, case by case.

use super::noms::{LIEUX, PRENOMS, VOIES, nom, sans_accent};
use super::structures::Etablissement;
use super::{Jeu, Tirage};

/// Number of invented professionals.
const NOMBRE: usize = 240;

/// Professions (TRE_G15), with the domain of their mailboxes.
const PROFESSIONS: [(&str, &str); 10] = [
    ("10", "medecin"),
    ("10", "medecin"),
    ("60", "infirmier"),
    ("10", "medecin"),
    ("21", "pharmacien"),
    ("10", "medecin"),
    ("50", "sage-femme"),
    ("10", "medecin"),
    ("70", "masseur-kinesitherapeute"),
    ("40", "chirurgien-dentiste"),
];

/// Specialities of doctors (TRE_R38).
const SPECIALITES: [&str; 12] = [
    "SM54", "SM26", "SM53", "SM04", "SM15", "SM40", "SM42", "SM38", "SM20", "SM48", "SM32", "SM41",
];

/// What a professional is there for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cas {
    /// Alone of that name, with one address.
    Unique,
    /// Same name as the one before, with one address.
    Homonyme,
    SansBoite,
    ListeRouge,
    PlusieursBoites,
    Desactive,
    PlusieursSituations,
    SituationTerminee,
}

fn cas(rank: usize) -> Cas {
    match rank % 20 {
        1 => Cas::Homonyme,
        3 | 4 | 13 => Cas::SansBoite,
        5 => Cas::ListeRouge,
        6 | 7 => Cas::PlusieursBoites,
        8 => Cas::Desactive,
        15 if rank % 40 == 15 => Cas::Desactive,
        9 | 10 => Cas::PlusieursSituations,
        11 => Cas::SituationTerminee,
        // One group of three.
        2 if rank == 2 => Cas::Homonyme,
        _ => Cas::Unique,
    }
}

/// The fictitious holders of kit cards. Source: published samples of the official repositories.
pub(crate) fn du_kit(jeu: &mut Jeu) {
    let holders = [
        ("99700427885", "DOC0042788", "KIT", "SM26", "R102671"),
        ("99700427869", "DOC0042786", "KIT", "SM54", "R102669"),
        ("99700366240", "DOC0036624", "KIT", "SM26", "R81311"),
        (
            "99700218896",
            "SPECIALISTE0021889",
            "ROBERT",
            "SM04",
            "R70021",
        ),
    ];
    for (rank, (rpps, nom, prenom, speciality, rang)) in holders.into_iter().enumerate() {
        let (structure, situation) = (
            format!("001-03-{:06}", 100 + rank),
            format!("005-{:07}-{:07}", 100 + rank, 900 + rank),
        );
        let updated = format!("2025-04-2{rank}T16:19:26.335Z");
        jeu.structures.push(format!(
            "{structure}|EJ|CABINET M {nom}||4{rpps}006||{rang}||SA07||{}|RUE|DES TESTS|75009|PARIS|019900010{rank}|||oui|{updated}",
            rank + 1
        ));
        jeu.professionnels.push(format!(
            "003-{:07}-{:07}|{rpps}|M|DR|{nom}|{prenom}|10|C|{speciality}|DE05|CPS|280000010{rank}|2024-01-01|2027-01-01|oui|{updated}",
            100 + rank, 700 + rank
        ));
        jeu.situations.push(format!(
            "{situation}|20000001{rank:02}|{rpps}|{structure}|GENR01|L|||oui|{updated}"
        ));
        let address = format!(
            "{}.{}@medecin.banc.mssante.fr",
            sans_accent(prenom),
            sans_accent(nom)
        );
        jeu.boites.push(format!("{address}|PER|{rpps}|||oui|non"));
    }
}

/// Everybody else.
pub(crate) fn inventees(jeu: &mut Jeu, etablissements: &[Etablissement], tirage: &mut Tirage) {
    let mut before = (String::new(), 0);
    for rank in 0..NOMBRE {
        let case = cas(rank);
        let identity = if case == Cas::Homonyme {
            before
        } else {
            (nom(rank), rank * 7 % PRENOMS.len())
        };
        personne(jeu, etablissements, tirage, rank, case, &identity);
        before = identity;
    }
}

fn personne(
    jeu: &mut Jeu,
    etablissements: &[Etablissement],
    tirage: &mut Tirage,
    rank: usize,
    case: Cas,
    (nom, first): &(String, usize),
) {
    let (prenom, civilite) = PRENOMS[*first];
    let (profession, metier) = PROFESSIONS[rank % PROFESSIONS.len()];
    let doctor = profession == "10";
    let rpps = rpps(rank);
    let (speciality, title, diploma) = if doctor {
        (
            SPECIALITES[rank % 12],
            if rank.is_multiple_of(29) { "PR" } else { "DR" },
            "DE05",
        )
    } else {
        (
            "",
            if profession == "21" || profession == "40" {
                "DR"
            } else {
                ""
            },
            "",
        )
    };
    let prenoms = if rank.is_multiple_of(6) {
        format!("{prenom} Camille")
    } else {
        prenom.to_owned()
    };
    let card = if rank % 5 == 4 {
        "|||".to_owned()
    } else {
        format!("CPS|28{:08}|2024-02-01|2027-02-01", 10_000 + rank)
    };
    let active = if case == Cas::Desactive { "non" } else { "oui" };
    let updated = tirage.instant();
    jeu.professionnels.push(format!(
        "003-{:07}-{:07}|{rpps}|{civilite}|{title}|{nom}|{prenoms}|{profession}|C|{speciality}|{diploma}|{card}|{active}|{updated}",
        200_000 + rank, 3_000_000 + rank * 13
    ));
    let holder = Porteur {
        rpps: &rpps,
        nom,
        civilite,
        rank,
        profession,
        active,
    };
    let situations = situations(jeu, etablissements, tirage, case, &holder);
    let local = format!("{}.{}", sans_accent(prenom), sans_accent(nom));
    // Homonyms would have the same address: the rank tells them apart, as operators do.
    let local = if case == Cas::Homonyme {
        format!("{local}{}", rank % 20 + 1)
    } else {
        local
    };
    boites(
        jeu,
        case,
        &holder,
        &situations,
        &format!("{local}@{metier}.banc.mssante.fr"),
    );
}

struct Porteur<'a> {
    rpps: &'a str,
    nom: &'a str,
    civilite: &'a str,
    rank: usize,
    profession: &'a str,
    active: &'a str,
}

/// The situations of a professional: in a practice of one's own, or employed.
fn situations(
    jeu: &mut Jeu,
    etablissements: &[Etablissement],
    tirage: &mut Tirage,
    case: Cas,
    holder: &Porteur<'_>,
) -> Vec<String> {
    let count = if matches!(case, Cas::PlusieursSituations | Cas::SituationTerminee) {
        2
    } else {
        1
    };
    let mut ids = Vec::new();
    for step in 0..count {
        let rank = holder.rank;
        let id = format!(
            "005-{:07}-{:07}",
            5_000_000 + rank * 10 + step,
            6_000_000 + rank
        );
        let employed = step == 1 || holder.profession == "21" || rank % 9 == 4;
        let (structure, mode) = if employed {
            (employeur(etablissements, holder), "S")
        } else {
            (cabinet(jeu, tirage, holder), "L")
        };
        let titular = holder.profession == "21";
        let (fonction, section, mode) = if titular {
            ("FON-02", "A", "L")
        } else if rank.is_multiple_of(8) {
            ("FON-AU", "", mode)
        } else {
            ("", "", mode)
        };
        let genre = if rank % 30 == 12 { "GENR03" } else { "GENR01" };
        let ended = step == 1 && case == Cas::SituationTerminee;
        let active = if ended { "non" } else { holder.active };
        let updated = tirage.instant();
        jeu.situations.push(format!(
            "{id}|1{:09}|{}|{structure}|{genre}|{mode}|{fonction}|{section}|{active}|{updated}",
            rank * 10 + step,
            holder.rpps
        ));
        ids.push(id);
    }
    ids
}

/// Pharmacists work in pharmacies, the others anywhere else.
fn employeur(etablissements: &[Etablissement], holder: &Porteur<'_>) -> String {
    let pharmacist = holder.profession == "21";
    let fit: Vec<_> = etablissements
        .iter()
        .filter(|one| (one.secteur == "SA33") == pharmacist)
        .collect();
    fit[holder.rank % fit.len()].id.clone()
}

fn cabinet(jeu: &mut Jeu, tirage: &mut Tirage, holder: &Porteur<'_>) -> String {
    let rank = holder.rank;
    let id = format!("001-03-{:06}", 200_000 + rank);
    let (code_postal, commune) = LIEUX[rank * 5 % LIEUX.len()];
    let (type_voie, voie) = tirage.one(&VOIES);
    let group = rank % 7 == 2;
    let (name, secteur) = if group {
        (format!("CABINET DE GROUPE {}", holder.nom), "SA08")
    } else {
        (
            format!("CABINET {} {}", holder.civilite, holder.nom),
            "SA07",
        )
    };
    let (numero, updated) = (1 + tirage.below(99), tirage.instant());
    jeu.structures.push(format!(
        "{id}|EJ|{name}||4{}006||R2{rank:05}||{secteur}||{numero}|{type_voie}|{voie}|{code_postal}|{commune}|019900{:04}|||{}|{updated}",
        holder.rpps, 1000 + rank, holder.active
    ));
    id
}

fn boites(jeu: &mut Jeu, case: Cas, holder: &Porteur<'_>, situations: &[String], address: &str) {
    let rpps = holder.rpps;
    let on_role = holder.rank.is_multiple_of(3);
    let digital = if holder.rank.is_multiple_of(2) {
        "oui"
    } else {
        "non"
    };
    match case {
        Cas::SansBoite => {}
        Cas::ListeRouge => jeu
            .boites
            .push(format!("{address}|PER|{rpps}|||{digital}|oui")),
        Cas::PlusieursBoites => {
            jeu.boites
                .push(format!("{address}|PER|{rpps}|||{digital}|non"));
            jeu.boites.push(format!(
                "pro.{address}|PER|{}|CONSULTATIONS||{digital}|non",
                situations[0]
            ));
            jeu.boites.push(format!(
                "cabinet.{address}|CAB|{}||Secrétariat du cabinet|{digital}|non",
                situations[0]
            ));
        }
        _ if on_role => jeu
            .boites
            .push(format!("{address}|PER|{}|||{digital}|non", situations[0])),
        _ => jeu
            .boites
            .push(format!("{address}|PER|{rpps}|||{digital}|non")),
    }
}

/// A number of the test range 997, with its Luhn key.
fn rpps(rank: usize) -> String {
    let base = format!("99771{:05}", 10_000 + rank * 31);
    let sum: usize = base
        .bytes()
        .rev()
        .map(|byte| usize::from(byte - b'0'))
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, twice) if twice > 9 => twice - 9,
            (0, twice) => twice,
            _ => digit,
        })
        .sum();
    format!("{base}{}", (10 - sum % 10) % 10)
}
