//! Business answers of INSi: a search result or a verification result.
//!
//! Source: CNAM schema INSi_RESULTAT_INS (search); provisional contract for the verification, whose
//! codes are ours: `00` consistent, `01` not consistent.

use banc_contract::{Matricule, Traits};
use uppsala::{Document, NodeId};

use super::failure::Failure;
use super::request::InsiRequest;
use super::soap;
use crate::identity::comparison::InsIdentity;

const RESULT: &str = "http://www.cnamts.fr/INSiResultat";
/// Provisional: seen once in a client, never in a schema.
const VERIFICATION_RESULT: &str = "http://www.cnamts.fr/INSiLot2/REPUnitaire";

/// A business answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Code `00` of a search: one identity.
    Found(Box<InsIdentity>),
    /// Code `01` of a search.
    NoneFound,
    /// Code `02` of a search.
    Several,
    /// The INS is consistent with the traits.
    Consistent,
    /// The INS is not consistent with the traits (KO).
    Inconsistent,
}

impl Answer {
    /// The code as traced in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Found(_) => "00",
            Self::NoneFound => "01",
            Self::Several => "02",
            Self::Consistent => "OK",
            Self::Inconsistent => "KO",
        }
    }
}

/// Reads the answer to a request; a SOAP fault or an unknown code is a failure, never a business answer.
pub fn read(request: &InsiRequest, bytes: &[u8]) -> Result<Answer, Failure> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Failure::Unreadable("le texte n'est pas en UTF-8".to_owned()))?;
    let document = soap::parse(text)?;
    let (namespace, verification) = match request {
        InsiRequest::Verification { .. } => (VERIFICATION_RESULT, true),
        InsiRequest::Traits(_) | InsiRequest::Card(_) => (RESULT, false),
    };
    let result = soap::body_element(&document, namespace, "RESULTAT")?;
    let code = document
        .first_child_element_by_name_ns(result, namespace, "CR")
        .and_then(|report| soap::child_text(&document, report, namespace, "CodeCR"))
        .ok_or_else(|| Failure::Unreadable("le compte rendu n'a pas de code".to_owned()))?;
    match (verification, code.trim()) {
        (false, "00") => {
            read_identity(&document, result).map(|found| Answer::Found(Box::new(found)))
        }
        (false, "01") => Ok(Answer::NoneFound),
        (false, "02") => Ok(Answer::Several),
        (true, "00") => Ok(Answer::Consistent),
        (true, "01") => Ok(Answer::Inconsistent),
        (_, other) => Err(Failure::Unreadable(format!(
            "code de réponse « {other} » inconnu"
        ))),
    }
}

fn read_identity(document: &Document<'_>, result: NodeId) -> Result<InsIdentity, Failure> {
    let child = |parent: NodeId, name: &str| {
        document
            .first_child_element_by_name_ns(parent, RESULT, name)
            .ok_or_else(|| Failure::Unreadable(format!("code 00 sans {name}")))
    };
    let individual = child(result, "INDIVIDU")?;
    let matricule = read_matricule(document, child(individual, "INSACTIF")?)?;
    let history = document
        .child_elements_by_name_ns(individual, RESULT, "INSHISTO")
        .into_iter()
        .map(|entry| read_matricule(document, entry))
        .collect::<Result<_, _>>()?;
    let identity = child(individual, "TIQ")?;
    // Received values are kept unchanged; an absent element and an empty one stay distinct.
    let value = |name: &str| soap::child_text(document, identity, RESULT, name);
    Ok(InsIdentity {
        traits: Traits {
            nom_naissance: value("NomNaissance"),
            premier_prenom: value("Prenom").filter(|first_name| !first_name.trim().is_empty()),
            prenoms_naissance: value("ListePrenom"),
            date_naissance: value("DateNaissance"),
            sexe: value("Sexe"),
            lieu_naissance: value("LieuNaissance").filter(|place| !place.trim().is_empty()),
            nom_utilise: None,
            prenom_utilise: None,
        },
        matricule,
        history,
    })
}

fn read_matricule(document: &Document<'_>, entry: NodeId) -> Result<Matricule, Failure> {
    let missing = |name: &str| Failure::Unreadable(format!("matricule sans {name}"));
    let id = document
        .first_child_element_by_name_ns(entry, RESULT, "IdIndividu")
        .ok_or_else(|| missing("IdIndividu"))?;
    let number = soap::child_text(document, id, RESULT, "NumIdentifiant")
        .ok_or_else(|| missing("NumIdentifiant"))?;
    let key = soap::child_text(document, id, RESULT, "Cle").unwrap_or_default();
    let value = |name: &str| soap::child_text(document, entry, RESULT, name);
    Ok(Matricule {
        numero: format!("{}{}", number.trim(), key.trim()),
        oid: value("OID")
            .map(|oid| oid.trim().to_owned())
            .filter(|oid| !oid.is_empty())
            .ok_or_else(|| missing("OID"))?,
        debut: value("DateDeb"),
        fin: value("DateFin"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insi::request::RequestTraits;

    fn request() -> InsiRequest {
        InsiRequest::Traits(RequestTraits {
            name: "ECETINSI".into(),
            first_name: "PIERRE-ALAIN".into(),
            sex: "M".into(),
            birth_date: "2009-07-14".into(),
            birth_place: None,
        })
    }

    fn enveloped(body: &str) -> String {
        format!(
            "<S:Envelope xmlns:S=\"http://www.w3.org/2003/05/soap-envelope\"><S:Body>{body}</S:Body></S:Envelope>"
        )
    }

    fn result(content: &str) -> String {
        enveloped(&format!(
            "<r:RESULTAT xmlns:r=\"http://www.cnamts.fr/INSiResultat\">{content}</r:RESULTAT>"
        ))
    }

    fn unreadable(text: &[u8]) -> String {
        match read(&request(), text) {
            Err(Failure::Unreadable(reason)) => reason,
            other => panic!("expected an unreadable answer, got {other:?}"),
        }
    }

    #[test]
    fn an_identity_is_read_whatever_the_prefixes() {
        let prefixed = result(
            "<r:CR><r:CodeCR>00</r:CodeCR><r:LibelleCR>OK</r:LibelleCR></r:CR><r:INDIVIDU><r:INSACTIF><r:IdIndividu><r:NumIdentifiant>1090763220834</r:NumIdentifiant><r:Cle>89</r:Cle></r:IdIndividu><r:OID>1.2.250.1.213.1.4.8</r:OID></r:INSACTIF><r:INSHISTO><r:IdIndividu><r:NumIdentifiant>2090763220834</r:NumIdentifiant></r:IdIndividu><r:OID>1.2.250.1.213.1.4.8</r:OID><r:DateDeb>2019-03-01</r:DateDeb></r:INSHISTO><r:TIQ><r:NomNaissance>ECETINSI</r:NomNaissance><r:ListePrenom>PIERRE-ALAIN MURIEL</r:ListePrenom><r:Sexe>M</r:Sexe><r:DateNaissance>2009-07-14</r:DateNaissance></r:TIQ></r:INDIVIDU>",
        );
        let plain = prefixed
            .replace("r:", "")
            .replace("xmlns:r=", "xmlns=")
            .replace("xmlnsr=", "xmlns=");
        for text in [prefixed.clone(), plain.replace("xmlnshttp", "xmlns=\"http")] {
            let Ok(Answer::Found(identity)) = read(&request(), text.as_bytes()) else {
                panic!("not read: {text}");
            };
            assert_eq!(identity.matricule.numero, "109076322083489");
            assert_eq!(identity.history[0].numero, "2090763220834");
            assert_eq!(identity.history[0].debut.as_deref(), Some("2019-03-01"));
            assert_eq!(identity.traits.premier_prenom, None);
            assert_eq!(identity.traits.lieu_naissance, None);
        }
    }

    #[test]
    fn codes_01_and_02_and_unknown_ones() {
        let coded = |code: &str| result(&format!("<r:CR><r:CodeCR>{code}</r:CodeCR></r:CR>"));
        assert_eq!(
            read(&request(), coded("01").as_bytes()),
            Ok(Answer::NoneFound)
        );
        assert_eq!(
            read(&request(), coded("02").as_bytes()),
            Ok(Answer::Several)
        );
        assert!(unreadable(coded("99").as_bytes()).contains("99"));
        assert!(unreadable(coded("00").as_bytes()).contains("INDIVIDU"));
    }

    #[test]
    fn anything_else_is_unreadable() {
        let deep = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
        let bomb = "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>";
        for text in [
            "",
            "<html/>",
            "bonjour",
            bomb,
            &deep,
            &enveloped("<other/>"),
            "<a",
            &enveloped(""),
        ] {
            unreadable(text.as_bytes());
        }
        unreadable(&[0xff, 0xfe, 0x00]);
    }

    #[test]
    fn both_shapes_of_fault_give_code_and_text() {
        let gateway = enveloped(
            "<S:Fault><S:Code><S:Value>S:Sender</S:Value><S:Subcode><S:Value>S:siram_100</S:Value></S:Subcode></S:Code><S:Reason><S:Text xml:lang=\"fr\">Accès refusé.</S:Text></S:Reason><S:Detail><siram:Erreur xmlns:siram=\"urn:siram\" code=\"desir_550\" severite=\"erreur\">Numéro inconnu.</siram:Erreur></S:Detail></S:Fault>",
        );
        assert_eq!(
            read(&request(), gateway.as_bytes()),
            Err(Failure::Fault {
                code: "desir_550".into(),
                text: "Numéro inconnu. — Accès refusé.".into()
            })
        );
        let bare = enveloped(
            "<S:Fault><S:Code><S:Value>S:Receiver</S:Value></S:Code><S:Reason><S:Text>Panne.</S:Text></S:Reason></S:Fault>",
        );
        assert_eq!(
            read(&request(), bare.as_bytes()),
            Err(Failure::Fault {
                code: "S:Receiver".into(),
                text: "Panne.".into()
            })
        );
    }
}
