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
    Capability {
        name: "psc.navigateur",
        sentence: "s'identifier avec Pro Santé Connect dans le navigateur du système",
        minimal: false,
    },
    Capability {
        name: "psc.ciba",
        sentence: "s'identifier avec Pro Santé Connect par CIBA",
        minimal: false,
    },
    Capability {
        name: "psc.proxy",
        sentence: "s'identifier à travers un Proxy e-Santé et y faire passer les appels",
        minimal: false,
    },
    Capability {
        name: "ins.psc",
        sentence: "s'authentifier auprès d'INSi par l'identité Pro Santé Connect",
        minimal: false,
    },
    Capability {
        name: "session.locale",
        sentence: "ouvrir une session avec un compte local et montrer la session en cours",
        minimal: false,
    },
    Capability {
        name: "journal.connexions",
        sentence: "montrer la trace des connexions",
        minimal: false,
    },
    Capability {
        name: "stockage",
        sentence: "dire où le logiciel garde ses données sur le poste",
        minimal: false,
    },
    Capability {
        name: "horloge.avancer",
        sentence: "avancer l'horloge du logiciel",
        minimal: false,
    },
    Capability {
        name: "brouillon",
        sentence: "écrire un message et le montrer",
        minimal: false,
    },
    Capability {
        name: "annuaire.rechercher",
        sentence: "chercher un destinataire dans l'Annuaire Santé",
        minimal: false,
    },
    Capability {
        name: "annuaire.importer",
        sentence: "importer l'extraction en libre accès de l'Annuaire Santé",
        minimal: false,
    },
    Capability {
        name: "compte.creer",
        sentence: "créer un compte local",
        minimal: false,
    },
];

/// The capability with that name.
pub fn find(name: &str) -> Option<&'static Capability> {
    ALL.iter().find(|capability| capability.name == name)
}
