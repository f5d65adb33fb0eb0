//! From candidates to an answer: 00, 01, 02 or a fault, the script and the behaviours of test
//! identities included.

use std::sync::Arc;

use banc_core::observed::insi::{InsiAnswer, ObservedInsi};
use banc_fixtures::Identity;
use banc_fixtures::identity::{Behaviour, Matricule};

use super::Context;
use crate::base::Base;
use crate::codes;
use crate::config::{InsiConfig, Unknown};
use crate::denied::Denied;
use crate::resultat::writer::{self, Answered};
use crate::resultat::{self, RESULTAT};
use crate::script::{Alteration, Reply};

/// What the base says.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// A code without individual.
    Code {
        /// `CodeCR`.
        code: String,
        /// `LibelleCR`, the usual one when absent.
        libelle: Option<String>,
    },
    /// Exactly one identity.
    One(Arc<Identity>),
    /// A fault insi_102, with its reason.
    Technical(String),
}

impl Outcome {
    /// No identity.
    pub(crate) fn none() -> Self {
        Self::code("01")
    }

    fn code(code: &str) -> Self {
        Self::Code {
            code: code.to_owned(),
            libelle: None,
        }
    }

    /// The outcome of a search: none is 01, several is 02, one is 00 unless the identity has a
    /// behaviour of its own.
    pub(crate) fn of<'b>(
        found: impl Iterator<Item = &'b Arc<Identity>>,
        place_sent: bool,
        config: &InsiConfig,
    ) -> Self {
        let as_on_the_platform = config.recherche.inconnue == Unknown::Insi102;
        let mut only: Option<&Arc<Identity>> = None;
        let mut several = false;
        for identity in found {
            if as_on_the_platform && identity.insi_102_en_qualification {
                return Self::Technical(format!(
                    "{} : faute rendue par la plateforme de qualification",
                    identity.id
                ));
            }
            match identity.comportement {
                Behaviour::Erreur => {
                    return Self::Technical(format!("{} : répond toujours insi_102", identity.id));
                }
                Behaviour::Aucune => continue,
                Behaviour::PlusieursSansLieu if !place_sent => several = true,
                Behaviour::PlusieursSansLieu | Behaviour::Normal => {}
            }
            several |= only.is_some();
            only = Some(identity);
        }
        match only {
            Some(_) if several => Self::code("02"),
            Some(identity) => Self::One(Arc::clone(identity)),
            None if as_on_the_platform => {
                Self::Technical("identité inconnue de la plateforme".to_owned())
            }
            None => Self::none(),
        }
    }
}

/// An answer decided on.
#[derive(Debug)]
pub(crate) enum Conclusion {
    Code {
        code: String,
        libelle: String,
    },
    Found {
        identity: Arc<Identity>,
        matricule: Box<Matricule>,
        alteration: Box<Alteration>,
    },
}

/// Lays the script over what the base says.
pub(crate) fn conclude(
    context: &Context<'_>,
    natural: impl FnOnce(&Base) -> Outcome,
) -> Result<Conclusion, Denied> {
    let base = &context.base;
    let (outcome, alteration) = match &context.scripted {
        None | Some(Reply::Normale) => (natural(base), Alteration::default()),
        Some(Reply::Code { code, libelle }) => {
            let (code, libelle) = (code.clone(), libelle.clone());
            (Outcome::Code { code, libelle }, Alteration::default())
        }
        Some(Reply::Alteree(alteration)) => (natural(base), alteration.clone()),
        Some(Reply::Identite { id, alteration }) => match base.by_id(id) {
            Some(identity) => (Outcome::One(Arc::clone(identity)), alteration.clone()),
            None => {
                return Err(Denied::sender(format!(
                    "Réponse programmée sur une identité absente de la base : {id}"
                )));
            }
        },
        Some(Reply::Refus { code }) => return Err(scripted_refusal(code, context.config)),
    };
    match outcome {
        Outcome::Code { code, libelle } => {
            let libelle = libelle.unwrap_or_else(|| resultat::libelle(&code).to_owned());
            Ok(Conclusion::Code { code, libelle })
        }
        Outcome::Technical(reason) => Err(Denied::coded(codes::insi_102(), reason)),
        Outcome::One(identity) => found(identity, context.config, alteration),
    }
}

/// The refusal that a script asks for; the codes were checked when the script was set.
pub(crate) fn scripted_refusal(code: &str, config: &InsiConfig) -> Denied {
    match codes::by_code(code, &config.refus) {
        Some(refusal) => Denied::coded(refusal, "réponse programmée par le scénario"),
        None => Denied::sender(format!("Refus programmé inconnu : {code}")),
    }
}

/// A 00 needs a matricule: the attested one, else the one that the user supplied. Without any, the
/// fault that the platform answers for identities it does not hold (seen in a client): none is
/// ever invented.
fn found(
    identity: Arc<Identity>,
    config: &InsiConfig,
    alteration: Alteration,
) -> Result<Conclusion, Denied> {
    let supplied = config.matricules.get(&identity.id);
    match supplied.or(identity.matricule.as_ref()).cloned() {
        Some(matricule) => Ok(Conclusion::Found {
            identity,
            matricule: Box::new(matricule),
            alteration: Box::new(alteration),
        }),
        None => Err(Denied::coded(
            codes::insi_102(),
            format!(
                "{id} : aucun matricule attesté ; 00 impossible sans [matricules.{id}] dans les réglages",
                id = identity.id
            ),
        )),
    }
}

impl Conclusion {
    /// Writes the answer and what is observed of it.
    pub(crate) fn write(&self, context: &Context<'_>, seen: &mut ObservedInsi) -> String {
        let answered = |code, libelle, individual| Answered {
            namespace: RESULTAT,
            root: "RESULTAT",
            code,
            libelle,
            individual,
        };
        match self {
            Self::Code { code, libelle } => {
                seen.answer = InsiAnswer::Metier {
                    code: code.clone(),
                    matricule: None,
                    oid: None,
                    identity: None,
                };
                writer::write(&answered(code, libelle, None), context.asked)
            }
            Self::Found {
                identity,
                matricule,
                alteration,
            } => {
                let oids = &context.config.oid;
                let individual =
                    resultat::individual(identity, matricule, oids, alteration, context.asked);
                let actif = &individual.actif;
                seen.answer = InsiAnswer::Metier {
                    code: "00".to_owned(),
                    matricule: Some(format!(
                        "{}{}",
                        actif.numero,
                        actif.cle.as_deref().unwrap_or_default()
                    )),
                    oid: Some(actif.oid.to_string()),
                    identity: Some(identity.id.clone()),
                };
                writer::write(
                    &answered("00", resultat::libelle("00"), Some(&individual)),
                    context.asked,
                )
            }
        }
    }
}
