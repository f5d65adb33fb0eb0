//! Labels of the codes that the extraction writes beside them.
//!
//! Source: extracts of the real file seen in clients for most; the words of some functions, sectors
//! and structures are inferred, since no table of the NOS is at hand. What is not in these lists has
//! an empty label.

/// Label of a profession (TRE_G15).
pub(crate) fn profession(code: &str) -> &'static str {
    match code {
        "10" => "Médecin",
        "21" => "Pharmacien",
        "40" => "Chirurgien-Dentiste",
        "50" => "Sage-Femme",
        "60" => "Infirmier",
        "70" => "Masseur-Kinésithérapeute",
        _ => "",
    }
}

/// Label of a speciality (TRE_R38), without the `(SM)` of the table.
pub(crate) fn savoir_faire(code: &str) -> &'static str {
    match code {
        "SM04" => "Cardiologie et maladies vasculaires",
        "SM15" => "Dermatologie et vénéréologie",
        "SM20" => "Gynécologie-obstétrique",
        "SM26" => "Qualifié en Médecine Générale",
        "SM32" => "Neurologie",
        "SM38" => "Ophtalmologie",
        "SM40" => "Pédiatrie",
        "SM41" => "Pneumologie",
        "SM42" => "Psychiatrie",
        "SM48" => "Rhumatologie",
        "SM53" => "Spécialiste en Médecine Générale",
        "SM54" => "Médecine Générale",
        _ => "",
    }
}

/// Label of a sector (TRE_R02).
pub(crate) fn secteur(code: &str) -> &'static str {
    match code {
        "SA01" => "Etablissement public de santé",
        "SA05" => "Centre de santé",
        "SA07" => "Cabinet individuel",
        "SA08" => "Cabinet de groupe",
        "SA17" => "EHPAD",
        "SA29" => "Laboratoire de biologie médicale",
        "SA33" => "Pharmacie d'officine",
        _ => "",
    }
}

/// Label of a civility.
pub(crate) fn civilite(code: &str) -> &'static str {
    match code {
        "M" => "Monsieur",
        "MME" => "Madame",
        "DR" => "Docteur",
        "PR" => "Professeur",
        _ => "",
    }
}

/// Label of a mode (TRE_R23).
pub(crate) fn mode(code: &str) -> &'static str {
    match code {
        "L" => "Libéral",
        "S" => "Salarié",
        "B" => "Bénévole",
        _ => "",
    }
}

/// Label of a kind of way.
pub(crate) fn type_voie(code: &str) -> &'static str {
    match code {
        "AV" => "Avenue",
        "BD" => "Boulevard",
        "CHE" => "Chemin",
        "IMP" => "Impasse",
        "PL" => "Place",
        "QU" => "Quai",
        "RTE" => "Route",
        "RUE" => "Rue",
        _ => "",
    }
}

/// Label of a nature of activity (TRE_R22).
pub(crate) fn genre(code: &str) -> &'static str {
    match code {
        "GENR01" => "Activité standard de soin ou de pharmacien",
        "GENR03" => "Remplacement dans une activité de soins",
        _ => "",
    }
}

/// Label of a function (TRE_R21).
pub(crate) fn fonction(code: &str) -> &'static str {
    match code {
        "FON-02" => "Associé dans une société d'exercice (SEL ou SCP)",
        "FON-AU" => "Autre fonction",
        _ => "",
    }
}

/// Label of a section of the pharmacists' table (TRE_R06).
pub(crate) fn section(code: &str) -> &'static str {
    match code {
        "A" => "Pharmacien titulaire officine",
        _ => "",
    }
}
