//! The operations: each reads its own body, then answers from the base or from the script.

pub(crate) mod outcome;
pub(crate) mod recherche_carte_vitale;
pub(crate) mod recherche_traits;
pub(crate) mod verification;

use std::sync::Arc;

use banc_core::observed::insi::{InsiOperation, ObservedInsi};
use banc_core::xml::Node;

use crate::base::Base;
use crate::config::InsiConfig;
use crate::denied::Denied;
use crate::quirk::{Quirk, note};
use crate::script::Reply;
use crate::variation::Asked;

/// What an operation answers from.
pub(crate) struct Context<'a> {
    pub(crate) config: &'a InsiConfig,
    pub(crate) base: Arc<Base>,
    pub(crate) scripted: Option<Reply>,
    pub(crate) asked: Asked<'a>,
}

/// Name of an operation for the fault plan and the ordinals.
pub(crate) fn name(operation: InsiOperation) -> &'static str {
    match operation {
        InsiOperation::RechercheTraits => "recherche_traits",
        InsiOperation::RechercheCarteVitale => "recherche_carte_vitale",
        InsiOperation::Verification => "verification",
    }
}

/// Reads the body of an operation into what is observed.
pub(crate) fn decode(
    operation: InsiOperation,
    root: Node<'_, '_>,
    config: &InsiConfig,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    match operation {
        InsiOperation::RechercheTraits => recherche_traits::decode(root, seen),
        InsiOperation::RechercheCarteVitale => recherche_carte_vitale::decode(root, seen),
        InsiOperation::Verification => verification::decode(root, &config.verification, seen),
    }
}

/// Checks what was read by the lexical rules.
pub(crate) fn check(
    operation: InsiOperation,
    config: &InsiConfig,
    seen: &ObservedInsi,
) -> Result<(), Denied> {
    match operation {
        InsiOperation::RechercheTraits => recherche_traits::check(seen),
        InsiOperation::RechercheCarteVitale => recherche_carte_vitale::check(config, seen),
        InsiOperation::Verification => verification::check(seen),
    }
}

/// The answer's envelope.
pub(crate) fn answer(
    operation: InsiOperation,
    context: &Context<'_>,
    seen: &mut ObservedInsi,
) -> Result<String, Denied> {
    match operation {
        InsiOperation::RechercheTraits => {
            let found = |base: &Base| recherche_traits::find(base, seen, context.config);
            let concluded = outcome::conclude(context, found)?;
            Ok(concluded.write(context, seen))
        }
        InsiOperation::RechercheCarteVitale => {
            let found = |base: &Base| recherche_carte_vitale::find(base, seen, context.config);
            let concluded = outcome::conclude(context, found)?;
            Ok(concluded.write(context, seen))
        }
        InsiOperation::Verification => verification::answer(context, seen),
    }
}

/// The body's root must be this element.
pub(crate) fn expect_root(root: Node<'_, '_>, namespace: &str, local: &str) -> Result<(), Denied> {
    if root.is(namespace, local) {
        return Ok(());
    }
    Err(Denied::sender(format!(
        "Le corps porte {{{}}}{} ; l'action attend {{{namespace}}}{local}.",
        root.namespace(),
        root.local_name()
    )))
}

/// Walks the children of a body, giving each known one to `take`, and notes those that are unknown
/// or not in the schema's order.
pub(crate) fn children(
    parent: Node<'_, '_>,
    namespace: &str,
    known: &[&str],
    repeatable: &str,
    quirks: &mut Vec<String>,
    mut take: impl FnMut(&str, Node<'_, '_>),
) {
    let mut last = None;
    for child in parent.children() {
        let local = child.local_name();
        let rank = known
            .iter()
            .position(|name| *name == local && child.namespace() == namespace);
        let Some(rank) = rank else {
            note(quirks, Quirk::ElementInconnu);
            continue;
        };
        if last.is_some_and(|last| rank < last || (rank == last && local != repeatable)) {
            note(quirks, Quirk::OrdreDesElements);
        }
        last = Some(rank);
        take(local, child);
    }
}
