//! Unit verification, under a PROVISIONAL contract: the official one was not found.
//!
//! Source: names of the request's elements and namespace of the answer seen once in commented code
//! of a client; action, namespace of the request and codes are inferred and configurable. Names
//! other than the configured ones are let through and noted, so that an editor who holds the real
//! contract is not refused for our ignorance.

use banc_core::observed::insi::{InsiAnswer, ObservedInsi, SearchedTraits, VerifiedIns};
use banc_core::xml::Node;
use banc_fixtures::Identity;

use super::outcome::{Outcome, conclude};
use super::{Context, recherche_traits};
use crate::base::{self, Base, Traits};
use crate::config::{InsiConfig, Verification};
use crate::denied::Denied;
use crate::quirk::{Quirk, note};
use crate::resultat;
use crate::resultat::writer::{self, Answered};
use crate::script::Reply;

/// Reads the request by local names.
pub(super) fn decode(
    root: Node<'_, '_>,
    names: &Verification,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    seen.provisional = true;
    if !root.is(&names.requete_espace, &names.requete_racine) {
        note(&mut seen.quirks, Quirk::NomsProvisoires);
    }
    let named = |parent: Node<'_, '_>, local: &str| {
        parent
            .children()
            .find(|child| child.local_name() == local)
            .map(|n| n.text().into_owned())
    };
    let supplied = root
        .children()
        .find(|child| child.local_name() == "INSFourni");
    let traits = root
        .children()
        .find(|child| child.local_name() == "TraitsIdentiteIndividu");
    let (Some(supplied), Some(traits)) = (supplied, traits) else {
        return Err(Denied::sender(
            "Vérification (contrat provisoire) : INSFourni et TraitsIdentiteIndividu sont attendus.",
        ));
    };
    let id = supplied
        .children()
        .find(|child| child.local_name() == "IdIndividu");
    let numero = id.and_then(|id| named(id, "NumIdentifiant"));
    let cle = id.and_then(|id| named(id, "Cle"));
    seen.verified = Some(VerifiedIns {
        matricule: numero.map(|numero| numero + cle.as_deref().unwrap_or_default()),
        oid: named(supplied, "OID"),
        traits: SearchedTraits {
            nom_naissance: named(traits, "NomNaissance"),
            prenoms: traits
                .children()
                .filter(|child| matches!(child.local_name(), "Prenom" | "ListePrenom"))
                .map(|child| child.text().into_owned())
                .collect(),
            sexe: named(traits, "Sexe"),
            date_naissance: named(traits, "DateNaissance"),
            lieu_naissance: named(traits, "LieuNaissance"),
        },
    });
    Ok(())
}

/// Traits follow the lexical rules of the search; matricule and OID must be there. Inferred.
pub(super) fn check(seen: &ObservedInsi) -> Result<(), Denied> {
    let Some(verified) = &seen.verified else {
        return Ok(());
    };
    if verified.matricule.is_none() || verified.oid.is_none() {
        return Err(Denied::sender(
            "Vérification (contrat provisoire) : NumIdentifiant et OID sont attendus.",
        ));
    }
    recherche_traits::check_traits(&verified.traits)
        .map_err(|reason| Denied::sender(format!("Vérification (contrat provisoire) : {reason}")))
}

/// OK when one identity has this active matricule, this OID and these traits; KO otherwise.
pub(super) fn answer(context: &Context<'_>, seen: &mut ObservedInsi) -> Result<String, Denied> {
    let names = &context.config.verification;
    let ok = match &context.scripted {
        Some(Reply::Code { code, libelle }) => match &**code {
            "OK" => true,
            "KO" => false,
            _ => {
                return Ok(write(
                    context,
                    seen,
                    code,
                    libelle.as_deref().unwrap_or_default(),
                    None,
                ));
            }
        },
        Some(Reply::Refus { code }) => {
            return Err(super::outcome::scripted_refusal(code, context.config));
        }
        // A 00 that is imposed or altered has no meaning here: the base answers.
        _ => match conclude(
            &Context {
                scripted: None,
                base: context.base.clone(),
                ..*context
            },
            |base| known(base, seen, context.config),
        )? {
            super::outcome::Conclusion::Found { identity, .. } => {
                let text = write(context, seen, &names.code_ok, &names.libelle_ok, Some("OK"));
                if let InsiAnswer::Metier {
                    identity: matched, ..
                } = &mut seen.answer
                {
                    *matched = Some(identity.id.clone());
                }
                return Ok(text);
            }
            super::outcome::Conclusion::Code { .. } => false,
        },
    };
    Ok(if ok {
        write(context, seen, &names.code_ok, &names.libelle_ok, Some("OK"))
    } else {
        write(context, seen, &names.code_ko, &names.libelle_ko, Some("KO"))
    })
}

fn known(base: &Base, seen: &ObservedInsi, config: &InsiConfig) -> Outcome {
    let Some(verified) = &seen.verified else {
        return Outcome::none();
    };
    let matricule = verified.matricule.as_deref().unwrap_or_default();
    let numero = matricule.get(..13).unwrap_or(matricule);
    base.by_numero(numero)
        .find(|identity| agrees(identity, matricule, verified, config))
        .map_or_else(Outcome::none, |identity| Outcome::One(identity.clone()))
}

fn agrees(
    identity: &Identity,
    matricule: &str,
    verified: &VerifiedIns,
    config: &InsiConfig,
) -> bool {
    let Some(own) = &identity.matricule else {
        return false;
    };
    let oid = resultat::oid(&config.oid, identity.section, own.nature);
    let traits = &verified.traits;
    (matricule == own.numero || matricule == own.complet())
        && verified.oid.as_deref() == Some(oid)
        && !traits.prenoms.is_empty()
        && traits.prenoms.iter().all(|prenom| {
            let asked = Traits {
                nom: traits.nom_naissance.as_deref().unwrap_or_default(),
                prenom,
                sexe: traits.sexe.as_deref().unwrap_or_default(),
                date: traits.date_naissance.as_deref().unwrap_or_default(),
                lieu: traits.lieu_naissance.as_deref(),
            };
            base::matches(identity, &asked)
        })
}

/// `verdict` is what checks read: `OK` or `KO`, whatever the configured codes are.
fn write(
    context: &Context<'_>,
    seen: &mut ObservedInsi,
    code: &str,
    libelle: &str,
    verdict: Option<&str>,
) -> String {
    let names = &context.config.verification;
    seen.answer = InsiAnswer::Metier {
        code: verdict.unwrap_or(code).to_owned(),
        matricule: None,
        oid: None,
        identity: None,
    };
    let answered = Answered {
        namespace: &names.reponse_espace,
        root: &names.reponse_racine,
        code,
        libelle,
        individual: None,
    };
    writer::write(&answered, context.asked)
}
