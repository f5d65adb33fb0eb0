//! Tolerances of the decoder: what it let through although it is unusual, by name.
//!
//! They go to the exchange, so that reports can count them; none is a judgement.

/// A tolerance that was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is explained by `meaning`")]
pub enum Quirk {
    ActionParAdressage,
    ActionDivergente,
    MessageIdAbsent,
    MessageIdForme,
    SecurityIgnoree,
    BlocInconnu,
    IdamReference,
    NatureInattendue,
    VersionInattendue,
    TempsIllisible,
    EmetteurDifferent,
    AttributAssertionAbsent,
    PlusieursPrenoms,
    ElementInconnu,
    OrdreDesElements,
    NomsProvisoires,
    EncodageTranscode,
    ConnexionEnClair,
}

impl Quirk {
    /// Every quirk.
    pub const ALL: [Self; 18] = [
        Self::ActionParAdressage,
        Self::ActionDivergente,
        Self::MessageIdAbsent,
        Self::MessageIdForme,
        Self::SecurityIgnoree,
        Self::BlocInconnu,
        Self::IdamReference,
        Self::NatureInattendue,
        Self::VersionInattendue,
        Self::TempsIllisible,
        Self::EmetteurDifferent,
        Self::AttributAssertionAbsent,
        Self::PlusieursPrenoms,
        Self::ElementInconnu,
        Self::OrdreDesElements,
        Self::NomsProvisoires,
        Self::EncodageTranscode,
        Self::ConnexionEnClair,
    ];

    /// Name written in the exchange.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// What was let through, in French.
    pub fn meaning(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::ActionParAdressage => (
                "action_par_adressage",
                "Type de contenu sans paramètre action : l'action est lue dans wsa:Action.",
            ),
            Self::ActionDivergente => (
                "action_divergente",
                "Le paramètre action et wsa:Action diffèrent : le premier l'emporte.",
            ),
            Self::MessageIdAbsent => ("message_id_absent", "Pas de wsa:MessageID."),
            Self::MessageIdForme => (
                "message_id_forme",
                "wsa:MessageID n'est ni un UUID, ni uuid:UUID, ni urn:uuid:UUID.",
            ),
            Self::SecurityIgnoree => (
                "security_ignoree",
                "Assertion présente sur le front à certificat logiciel : ignorée.",
            ),
            Self::BlocInconnu => (
                "bloc_inconnu",
                "Bloc d'en-tête inconnu et facultatif : ignoré.",
            ),
            Self::IdamReference => ("idam_reference", "IDAM sans attribut R=\"4\"."),
            Self::NatureInattendue => (
                "nature_inattendue",
                "Attribut Nature différent de celui du schéma.",
            ),
            Self::VersionInattendue => (
                "version_inattendue",
                "Attribut Version d'une valeur jamais vue.",
            ),
            Self::TempsIllisible => ("temps_illisible", "Temps n'est pas une date et heure."),
            Self::EmetteurDifferent => (
                "emetteur_different",
                "Emetteur différent de l'OU du certificat ou du porteur de l'assertion.",
            ),
            Self::AttributAssertionAbsent => (
                "attribut_assertion_absent",
                "Assertion CPx sans identifiantFacturation ou sans secteurActivite.",
            ),
            Self::PlusieursPrenoms => (
                "plusieurs_prenoms",
                "Plusieurs éléments Prenom : rapprochés ensemble, joints par une espace.",
            ),
            Self::ElementInconnu => ("element_inconnu", "Élément inconnu dans le corps : ignoré."),
            Self::OrdreDesElements => (
                "ordre_des_elements",
                "Éléments du corps dans un autre ordre que celui du schéma, ou répétés.",
            ),
            Self::NomsProvisoires => (
                "noms_provisoires",
                "Vérification sous d'autres noms que ceux du contrat provisoire.",
            ),
            Self::EncodageTranscode => ("encodage_transcode", "Requête en ISO-8859-1, transcodée."),
            Self::ConnexionEnClair => (
                "connexion_en_clair",
                "Connexion sans TLS sur le front à certificat logiciel : authentification non contrôlée.",
            ),
        }
    }
}

/// Notes a quirk once.
pub fn note(quirks: &mut Vec<String>, quirk: Quirk) {
    if !quirks.iter().any(|known| known == quirk.name()) {
        quirks.push(quirk.name().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct() {
        let names: std::collections::BTreeSet<_> = Quirk::ALL.map(Quirk::name).into();
        assert_eq!(names.len(), Quirk::ALL.len());
    }
}
