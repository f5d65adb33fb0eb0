//! `rechercherInsAvecCarteVitale`: search for a beneficiary of a card.
//!
//! Source: official schema INSi_RECVITALE_INS for the shape; one client for what is filled. The
//! rule that finds the beneficiary is inferred.

use banc_core::observed::insi::{ObservedInsi, SearchedCard};
use banc_core::xml::Node;
use banc_fixtures::Identity;

use super::outcome::Outcome;
use super::{children, expect_root};
use crate::base::Base;
use crate::codes;
use crate::config::InsiConfig;
use crate::denied::Denied;
use crate::lexical;
use crate::resultat::RECVIT;

const KNOWN: [&str; 5] = [
    "MatriculeIndividu",
    "MatriculeOD",
    "NomNaissance",
    "DateNaissance",
    "RangNaissance",
];

/// Reads `RECVITALE`.
pub(super) fn decode(root: Node<'_, '_>, seen: &mut ObservedInsi) -> Result<(), Denied> {
    expect_root(root, RECVIT, "RECVITALE")?;
    let mut card = SearchedCard::default();
    children(root, RECVIT, &KNOWN, "", &mut seen.quirks, |name, node| {
        let numero = || {
            node.child(RECVIT, "NumIdentifiant")
                .map(|child| child.text().into_owned())
        };
        match name {
            "MatriculeIndividu" => card.matricule_individu = numero(),
            "MatriculeOD" => card.matricule_ouvrant_droit = numero(),
            "NomNaissance" => card.nom_naissance = Some(node.text().into_owned()),
            "DateNaissance" => card.date_naissance = Some(node.text().into_owned()),
            _ => card.rang_naissance = Some(node.text().into_owned()),
        }
    });
    seen.card = Some(card);
    Ok(())
}

/// One of the two matricules is needed, of thirteen characters; the date has its shape.
pub(super) fn check(config: &InsiConfig, seen: &ObservedInsi) -> Result<(), Denied> {
    let Some(card) = &seen.card else {
        return Ok(());
    };
    let numbers = [&card.matricule_individu, &card.matricule_ouvrant_droit];
    let reason = if numbers.iter().all(|number| number.is_none()) {
        "ni MatriculeIndividu ni MatriculeOD"
    } else if numbers
        .iter()
        .any(|number| number.as_deref().is_some_and(|n| !is_numero(n)))
    {
        "NumIdentifiant n'a pas treize caractères de matricule"
    } else if card
        .date_naissance
        .as_deref()
        .is_some_and(|date| lexical::date(date).is_err())
    {
        "DateNaissance ne s'écrit pas AAAA-MM-JJ"
    } else {
        return Ok(());
    };
    Err(Denied::coded(
        codes::card_search(&config.recherche.faute_carte),
        reason,
    ))
}

/// Source: pattern of `Num` in the official schema CTXBAM.
fn is_numero(numero: &str) -> bool {
    let bytes = numero.as_bytes();
    bytes.len() == 13
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| byte.is_ascii_digit() || (at == 6 && matches!(byte, b'A' | b'B')))
}

/// Beneficiaries of the holder's card, narrowed by everything else that was sent; without holder,
/// the person of that matricule who is on a card.
pub(super) fn find(base: &Base, seen: &ObservedInsi, config: &InsiConfig) -> Outcome {
    let Some(card) = &seen.card else {
        return Outcome::none();
    };
    let narrowed = |identity: &&std::sync::Arc<Identity>| is_beneficiary(identity, card);
    match (&card.matricule_ouvrant_droit, &card.matricule_individu) {
        (Some(holder), _) => Outcome::of(base.on_card(holder).filter(narrowed), true, config),
        (None, Some(numero)) => Outcome::of(base.by_numero(numero).filter(narrowed), true, config),
        (None, None) => Outcome::none(),
    }
}

fn is_beneficiary(identity: &Identity, asked: &SearchedCard) -> bool {
    let Some(card) = &identity.carte else {
        return false;
    };
    let same = |asked: Option<&String>, known: &str| asked.is_none_or(|asked| asked == known);
    same(asked.nom_naissance.as_ref(), &identity.nom_naissance)
        && same(asked.date_naissance.as_ref(), &identity.date_naissance)
        && same(asked.rang_naissance.as_ref(), &card.rang)
        && identity
            .matricule
            .as_ref()
            .is_none_or(|own| same(asked.matricule_individu.as_ref(), &own.numero))
}
