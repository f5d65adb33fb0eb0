//! The state machine of identity statuses and attributes. Pure: it says what becomes of a status and
//! whether the INS survives; who asked and who traces it is elsewhere.
//!
//! Source: `INS/va1.45`, `.40`, `.43`, `.54`, `.55`, `.44`, `.60`, `.08` (RNIV rules R19–R28, R49).

use std::collections::BTreeSet;

use banc_contract::{Attribute, Status};

use super::Refusal;

/// What happens to an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A high-trust proof was recorded, or the user validated by hand.
    Validated,
    /// The identity returned by INSi was accepted.
    InsAccepted,
    /// The attribute douteux or fictif was added.
    Doubted,
    /// INSi verification answered that the INS is not consistent.
    VerificationFailed,
    /// A super-user changed a strict trait.
    StrictTraitChanged,
}

/// What becomes of the identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Status after the event.
    pub status: Status,
    /// False when matricule and OID must be removed.
    pub keeps_ins: bool,
}

/// The transition of one status under one event.
#[expect(
    clippy::match_same_arms,
    reason = "one arm per rule: two rules that agree stay two rules"
)]
pub fn transition(status: Status, event: Event) -> Transition {
    use Status::{Provisoire, Qualifiee, Recuperee, Validee};
    let next = match (event, status) {
        // INS/va1.43, .54, .55: checking moves up, whatever was obtained before.
        (Event::Validated, Provisoire | Validee) => Validee,
        (Event::Validated, Recuperee | Qualifiee) => Qualifiee,
        // INS/va1.40, .54: obtaining the INS moves up, whatever was checked before.
        (Event::InsAccepted, Provisoire | Recuperee) => Recuperee,
        (Event::InsAccepted, Validee | Qualifiee) => Qualifiee,
        // INS/va1.44 and INS/va1.08: back to the start.
        (Event::Doubted | Event::VerificationFailed, _) => Provisoire,
        // INS/va1.60: what was checked stays checked, what was obtained is lost.
        (Event::StrictTraitChanged, Provisoire | Recuperee) => Provisoire,
        (Event::StrictTraitChanged, Validee | Qualifiee) => Validee,
    };
    Transition {
        status: next,
        keeps_ins: matches!(event, Event::Validated | Event::InsAccepted),
    }
}

/// True for the statuses that hold an INS, whose strict traits are locked (`INS/va1.18`, `.47`).
pub fn holds_ins(status: Status) -> bool {
    matches!(status, Status::Recuperee | Status::Qualifiee)
}

/// True when an attribute forbids calling INSi and validating (`INS/va1.20`).
pub fn is_doubted(attributes: &BTreeSet<Attribute>) -> bool {
    attributes.contains(&Attribute::Douteux) || attributes.contains(&Attribute::Fictif)
}

/// Checks that an attribute may be added to those present.
///
/// Source: RNIV implementation guide (second-hand): only douteux and homonyme may be combined.
pub fn check_attribute(present: &BTreeSet<Attribute>, added: Attribute) -> Result<(), Refusal> {
    let conflict = present.iter().copied().find(|other| {
        *other != added && (*other == Attribute::Fictif || added == Attribute::Fictif)
    });
    match conflict {
        None => Ok(()),
        Some(other) => Err(Refusal::new(format!(
            "l'attribut « {} » ne peut pas être combiné avec « {} »",
            attribute_label(added),
            attribute_label(other)
        ))),
    }
}

/// The attribute in the user's words.
pub fn attribute_label(attribute: Attribute) -> &'static str {
    match attribute {
        Attribute::Homonyme => "homonyme",
        Attribute::Douteux => "identité douteuse",
        Attribute::Fictif => "identité fictive",
    }
}

/// The status in the user's words.
pub fn status_label(status: Status) -> &'static str {
    match status {
        Status::Provisoire => "provisoire",
        Status::Recuperee => "récupérée",
        Status::Validee => "validée",
        Status::Qualifiee => "qualifiée",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status::{Provisoire, Qualifiee, Recuperee, Validee};

    #[test]
    fn every_transition() {
        let statuses = [Provisoire, Recuperee, Validee, Qualifiee];
        let table = [
            (
                Event::Validated,
                [Validee, Qualifiee, Validee, Qualifiee],
                true,
            ),
            (
                Event::InsAccepted,
                [Recuperee, Recuperee, Qualifiee, Qualifiee],
                true,
            ),
            (Event::Doubted, [Provisoire; 4], false),
            (Event::VerificationFailed, [Provisoire; 4], false),
            (
                Event::StrictTraitChanged,
                [Provisoire, Provisoire, Validee, Validee],
                false,
            ),
        ];
        for (event, expected, keeps_ins) in table {
            for (status, next) in statuses.into_iter().zip(expected) {
                assert_eq!(
                    transition(status, event),
                    Transition {
                        status: next,
                        keeps_ins
                    },
                    "{status:?} under {event:?}"
                );
            }
        }
    }

    #[test]
    fn a_status_without_ins_is_never_reached_with_one() {
        for status in [Provisoire, Recuperee, Validee, Qualifiee] {
            for event in [
                Event::Doubted,
                Event::VerificationFailed,
                Event::StrictTraitChanged,
            ] {
                assert!(!holds_ins(transition(status, event).status));
            }
            assert!(holds_ins(transition(status, Event::InsAccepted).status));
        }
    }

    #[test]
    fn only_douteux_and_homonyme_combine() {
        use Attribute::{Douteux, Fictif, Homonyme};
        let all = [Homonyme, Douteux, Fictif];
        for present in all {
            for added in all {
                let allowed = present == added || (present != Fictif && added != Fictif);
                let set = BTreeSet::from([present]);
                assert_eq!(
                    check_attribute(&set, added).is_ok(),
                    allowed,
                    "{present:?}+{added:?}"
                );
            }
        }
    }
}
