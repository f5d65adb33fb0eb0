//! The names of the capabilities an adapter may declare.
//!
//! A capability is what a scenario needs (`@capacite.ins.rechercher`); it is not an action, though
//! most bear an action's name.

/// A capability: its name and one French sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    /// Name as declared.
    pub name: &'static str,
    /// What it means, in French.
    pub sentence: &'static str,
    /// True when the 100-line adapter covers it.
    pub minimal: bool,
}

/// Every capability of contract version 1.
pub const ALL: &[Capability] = &[
    Capability {
        name: "patient.creer",
        sentence: "créer, ouvrir et modifier un usager",
        minimal: true,
    },
    Capability {
        name: "patient.chercher",
        sentence: "chercher un usager dans la base locale",
        minimal: false,
    },
    Capability {
        name: "patient.justifier",
        sentence: "enregistrer un justificatif d'identité",
        minimal: true,
    },
    Capability {
        name: "patient.attribuer",
        sentence: "poser les attributs homonyme, douteux, fictif",
        minimal: false,
    },
    Capability {
        name: "ins.rechercher",
        sentence: "rechercher l'INS par traits d'identité",
        minimal: true,
    },
    Capability {
        name: "ins.carte_vitale",
        sentence: "rechercher l'INS par carte Vitale",
        minimal: false,
    },
    Capability {
        name: "ins.certificat_logiciel",
        sentence: "s'authentifier auprès d'INSi par certificat logiciel",
        minimal: false,
    },
    Capability {
        name: "ins.cpx",
        sentence: "s'authentifier auprès d'INSi par carte CPx",
        minimal: false,
    },
    Capability {
        name: "ins.verifier",
        sentence: "vérifier un INS à l'unité",
        minimal: false,
    },
    Capability {
        name: "identite.recevoir",
        sentence: "recevoir une identité d'un autre domaine",
        minimal: false,
    },
    Capability {
        name: "utilisateur.changer",
        sentence: "changer d'utilisateur et de droits",
        minimal: false,
    },
    Capability {
        name: "journal.appels",
        sentence: "montrer la trace des appels aux téléservices",
        minimal: true,
    },
    Capability {
        name: "journal.identite",
        sentence: "montrer l'historique des identités et des accès",
        minimal: false,
    },
    Capability {
        name: "liste.travail",
        sentence: "montrer la liste de travail",
        minimal: false,
    },
];

/// The capability with that name.
pub fn find(name: &str) -> Option<&'static Capability> {
    ALL.iter().find(|capability| capability.name == name)
}
