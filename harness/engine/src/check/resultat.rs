//! Reads back what INSi returned on the wire (`RESULTAT`), from the bytes of the answer alone.
//!
//! Local names only: the namespace was set by the bench's own mock, and a check must read a run
//! recorded by any version of it.

use banc_contract::{Matricule, Traits};
use quick_xml::Reader;
use quick_xml::events::Event;

/// What an answer `00` carried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Resultat {
    /// Active matricule with its key and OID.
    pub(super) actif: Option<Matricule>,
    /// INS history, in the order received.
    pub(super) historique: Vec<Matricule>,
    /// Traits returned; `premier_prenom` is filled only when the answer has a `Prenom`.
    pub(super) traits: Traits,
}

/// Reads an answer; `None` when it is not well-formed or holds no `RESULTAT`.
pub(super) fn read(body: &[u8]) -> Option<Resultat> {
    let mut reader = Reader::from_str(std::str::from_utf8(body).ok()?);
    let mut resultat = Resultat::default();
    let mut path: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut ins: Option<(Matricule, String)> = None;
    let mut seen = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                seen |= name == "RESULTAT";
                if name == "INSACTIF" || name == "INSHISTO" {
                    let blank = Matricule {
                        numero: String::new(),
                        oid: String::new(),
                        debut: None,
                        fin: None,
                    };
                    ins = Some((blank, String::new()));
                }
                path.push(name);
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref().ok()? {
                    Some(character) => character,
                    None => predefined(&reference)?,
                };
                text.push(character);
            }
            Event::End(_) => {
                let name = path.pop()?;
                close(
                    &name,
                    path.last().map(String::as_str),
                    &text,
                    &mut ins,
                    &mut resultat,
                );
                text.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    seen.then_some(resultat)
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        _ => return None,
    })
}

/// Takes in the element that closes.
fn close(
    name: &str,
    parent: Option<&str>,
    text: &str,
    ins: &mut Option<(Matricule, String)>,
    resultat: &mut Resultat,
) {
    let value = || (!text.trim().is_empty()).then(|| text.trim().to_owned());
    if let Some((matricule, key)) = ins.as_mut() {
        match name {
            "NumIdentifiant" => matricule.numero = value().unwrap_or_default(),
            "Cle" => *key = value().unwrap_or_default(),
            "OID" => matricule.oid = value().unwrap_or_default(),
            "DateDeb" => matricule.debut = value(),
            "DateFin" => matricule.fin = value(),
            _ => {}
        }
    }
    if matches!(name, "INSACTIF" | "INSHISTO")
        && let Some((mut matricule, key)) = ins.take()
    {
        matricule.numero.push_str(&key);
        if name == "INSACTIF" {
            resultat.actif = Some(matricule);
        } else {
            resultat.historique.push(matricule);
        }
    }
    if parent == Some("TIQ") {
        let traits = &mut resultat.traits;
        match name {
            "NomNaissance" => traits.nom_naissance = value(),
            "Prenom" => traits.premier_prenom = value(),
            "ListePrenom" => traits.prenoms_naissance = value(),
            "Sexe" => traits.sexe = value(),
            "DateNaissance" => traits.date_naissance = value(),
            "LieuNaissance" => traits.lieu_naissance = value(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whatever_its_prefixes() {
        let body = "<e:Envelope xmlns:e='s'><e:Body><n:RESULTAT xmlns:n='r'><n:CR><n:CodeCR>00</n:CodeCR></n:CR>\
            <n:INDIVIDU><n:INSACTIF><n:IdIndividu><n:NumIdentifiant>2801299999001</n:NumIdentifiant><n:Cle>11</n:Cle>\
            </n:IdIndividu><n:OID>1.2</n:OID></n:INSACTIF><n:INSHISTO><n:IdIndividu><n:NumIdentifiant>1801299999001\
            </n:NumIdentifiant></n:IdIndividu><n:OID>1.3</n:OID><n:DateDeb>2019-03-01</n:DateDeb></n:INSHISTO>\
            <n:TIQ><n:NomNaissance>D&apos;ARC&#45;LEROY</n:NomNaissance><n:ListePrenom>JEANNE</n:ListePrenom><n:Sexe/>\
            </n:TIQ></n:INDIVIDU></n:RESULTAT></e:Body></e:Envelope>";
        let resultat = read(body.as_bytes()).unwrap();
        assert_eq!(resultat.actif.unwrap().numero, "280129999900111");
        assert_eq!(resultat.historique[0].numero, "1801299999001");
        assert_eq!(resultat.historique[0].debut.as_deref(), Some("2019-03-01"));
        assert_eq!(
            resultat.traits.nom_naissance.as_deref(),
            Some("D'ARC-LEROY")
        );
        assert_eq!(resultat.traits.sexe, None);
    }

    #[test]
    fn what_is_not_an_answer_is_not_read() {
        assert_eq!(read(b"<html></html>"), None);
        assert_eq!(read(b"<RESULTAT><a></RESULTAT>"), None);
    }
}
