//! The business answer, `RESULTAT`: what it holds, before it is written.
//!
//! Source: official schema INSi_RESULTAT_INS; live captures for what is present: no `Prenom` in
//! `TIQ` but `ListePrenom`, no `TypeMatricule` (seen in a client).

pub(crate) mod writer;

use std::borrow::Cow;

use banc_fixtures::Identity;
use banc_fixtures::identity::{Matricule, Nature, Section};

use crate::config::Oids;
use crate::script::Alteration;
use crate::variation::Asked;

/// Namespace of the answers. Source: CNAM WSDL DESIR_ICIR_EXP_1.5.0.
pub const RESULTAT: &str = "http://www.cnamts.fr/INSiResultat";
/// Namespace of the search by traits. Source: same.
pub const RECSANS: &str = "http://www.cnamts.fr/INSiRecSans";
/// Namespace of the search by card. Source: same.
pub const RECVIT: &str = "http://www.cnamts.fr/INSiRecVit";

/// An individual of a 00.
#[derive(Clone, Debug)]
pub(crate) struct Individual<'a> {
    pub(crate) actif: Ins<'a>,
    pub(crate) historique: Vec<Ins<'a>>,
    /// Elements of `TIQ` with their values, in the order of the schema.
    pub(crate) tiq: Vec<(&'static str, Cow<'a, str>)>,
}

/// A matricule with what comes with it.
#[derive(Clone, Debug)]
pub(crate) struct Ins<'a> {
    pub(crate) numero: Cow<'a, str>,
    pub(crate) cle: Option<Cow<'a, str>>,
    pub(crate) nature: Nature,
    pub(crate) oid: Cow<'a, str>,
    pub(crate) debut: Option<Cow<'a, str>>,
    pub(crate) fin: Option<Cow<'a, str>>,
}

/// Label of a code of the searches; unaccented, as on the wire. Source: seen in a client.
pub fn libelle(code: &str) -> &'static str {
    match code {
        "00" => "OK",
        "01" => "Aucune identite trouvee",
        "02" => "Plusieurs identites trouvees",
        _ => "",
    }
}

/// The individual that a 00 shows for an identity.
pub(crate) fn individual<'a>(
    identity: &'a Identity,
    matricule: &'a Matricule,
    oids: &'a Oids,
    alteration: &'a Alteration,
    asked: Asked<'_>,
) -> Individual<'a> {
    let section = identity.section;
    let mut actif = ins(matricule, section, oids);
    let former = if asked.has("historique_du_fichier") && !identity.historique_du_fichier.is_empty()
    {
        &identity.historique_du_fichier
    } else {
        &identity.historique
    };
    let mut historique: Vec<_> = former.iter().map(|old| ins(old, section, oids)).collect();
    if asked.has("inshisto_egal_insactif") {
        historique.push(actif.clone());
    }
    if asked.has("inshisto_dates_inversees") {
        historique.push(Ins {
            debut: Some("2019-03-01".into()),
            fin: Some("2019-02-28".into()),
            ..actif.clone()
        });
    }
    if asked.has("dates_de_validite") {
        actif.debut = Some(Cow::Borrowed(&identity.date_naissance));
    }
    if asked.has("cle_absente") {
        actif.cle = None;
    }
    if let Some(numero) = &alteration.numero {
        actif.numero = Cow::Borrowed(numero);
    }
    if let Some(cle) = &alteration.cle {
        actif.cle = Some(Cow::Borrowed(cle));
    }
    if let Some(oid) = &alteration.oid {
        actif.oid = Cow::Borrowed(oid);
    }
    Individual {
        actif,
        historique,
        tiq: tiq(identity, alteration, asked),
    }
}

fn ins<'a>(matricule: &'a Matricule, section: Section, oids: &'a Oids) -> Ins<'a> {
    Ins {
        numero: Cow::Borrowed(&matricule.numero),
        cle: Some(Cow::Borrowed(&matricule.cle)),
        nature: matricule.nature,
        oid: Cow::Borrowed(oid(oids, section, matricule.nature)),
        debut: matricule.debut.as_deref().map(Cow::Borrowed),
        fin: matricule.fin.as_deref().map(Cow::Borrowed),
    }
}

/// OID that says what a matricule is, by section and nature.
pub(crate) fn oid(oids: &Oids, section: Section, nature: Nature) -> &str {
    match (section, nature) {
        (Section::Attestee, Nature::Nir) => &oids.nir,
        (Section::Attestee, Nature::Nia) => &oids.nia,
        (Section::Banc, Nature::Nir) => &oids.banc_nir,
        (Section::Banc, Nature::Nia) => &oids.banc_nia,
    }
}

fn tiq<'a>(
    identity: &'a Identity,
    alteration: &'a Alteration,
    asked: Asked<'_>,
) -> Vec<(&'static str, Cow<'a, str>)> {
    fn one<'a>(altered: Option<&'a String>, own: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(altered.map_or(own, String::as_str))
    }
    let mut tiq = Vec::with_capacity(6);
    tiq.push((
        "NomNaissance",
        one(alteration.nom_naissance.as_ref(), &identity.nom_naissance),
    ));
    let prenoms = one(alteration.prenoms.as_ref(), &identity.prenoms);
    if asked.has("prenom_dans_tiq") {
        let first = prenoms.split(' ').next().unwrap_or_default().to_owned();
        tiq.push(("Prenom", Cow::Owned(first)));
    }
    tiq.push(("ListePrenom", prenoms));
    tiq.push(("Sexe", one(alteration.sexe.as_ref(), &identity.sexe)));
    tiq.push((
        "DateNaissance",
        one(alteration.date_naissance.as_ref(), &identity.date_naissance),
    ));
    let lieu = alteration
        .lieu_naissance
        .as_ref()
        .or(identity.lieu_naissance.as_ref());
    if let Some(lieu) = lieu.filter(|_| !asked.has("lieu_absent")) {
        tiq.push(("LieuNaissance", Cow::Borrowed(lieu)));
    }
    tiq.retain(|(name, _)| !alteration.absents.iter().any(|absent| absent == name));
    tiq
}
