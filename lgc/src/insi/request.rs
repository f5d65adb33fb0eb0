//! The three requests this software sends to INSi, as bodies and coverage blocks.
//!
//! Source: CNAM WSDL DESIR_ICIR_EXP_1.5.0 for the two searches; the unit verification follows a
//! provisional contract (its schema is not found), so its names are ours.

use banc_contract::action::VitaleCard;

use super::xml_writer::XmlWriter;

const RECSANS: &str = "http://www.cnamts.fr/INSiRecSans";
const RECVIT: &str = "http://www.cnamts.fr/INSiRecVit";
/// Provisional: no official namespace of the verification request was found.
const VERIFICATION: &str = "http://www.cnamts.fr/INSiLot2/REQUnitaire";

/// A request to INSi.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InsiRequest {
    /// `rechercherInsAvecTraitsIdentite`.
    Traits(RequestTraits),
    /// `rechercherInsAvecCarteVitale`.
    Card(VitaleCard),
    /// `verifierInsAvecTraitsIdentite` (provisional).
    Verification {
        /// Thirteen characters.
        number: String,
        /// Two digits, when known.
        key: Option<String>,
        /// OID of the issuing authority.
        oid: String,
        /// Traits to check against.
        traits: RequestTraits,
    },
}

/// Traits in the form the teleservice takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTraits {
    /// Birth name.
    pub name: String,
    /// One first name, or all joined by a space.
    pub first_name: String,
    /// `M` or `F`.
    pub sex: String,
    /// `AAAA-MM-JJ`.
    pub birth_date: String,
    /// COG, when it is sent.
    pub birth_place: Option<String>,
}

impl InsiRequest {
    /// The WS-Addressing and SOAP action.
    pub fn action(&self) -> &'static str {
        match self {
            Self::Traits(_) => "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite",
            Self::Card(_) => "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecCarteVitale",
            Self::Verification { .. } => {
                "urn:ServiceIdentiteCertifiee:1.0.0:verifierInsAvecTraitsIdentite"
            }
        }
    }

    /// Operation as traced in the journal.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Traits(_) | Self::Card(_) => "recherche",
            Self::Verification { .. } => "verification",
        }
    }

    /// Search mode as traced in the journal.
    pub fn mode(&self) -> Option<&'static str> {
        match self {
            Self::Traits(_) => Some("traits"),
            Self::Card(_) => Some("carte_vitale"),
            Self::Verification { .. } => None,
        }
    }

    /// Writes the content of the SOAP body.
    pub fn write_body(&self, writer: &mut XmlWriter) {
        match self {
            Self::Traits(traits) => {
                writer.element("i:RECSANSVITALE", &[("xmlns:i", RECSANS)], |body| {
                    write_traits(body, traits);
                });
            }
            Self::Card(card) => write_card(writer, card),
            Self::Verification {
                number,
                key,
                oid,
                traits,
            } => writer.element("i:IndividuVerifie", &[("xmlns:i", VERIFICATION)], |body| {
                body.element("i:INSFourni", &[], |ins| {
                    ins.element("i:IdIndividu", &[], |id| {
                        id.text_element("i:NumIdentifiant", number);
                        id.optional_element("i:Cle", key.as_deref());
                    });
                    ins.text_element("i:OID", oid);
                });
                body.element("i:TraitsIdentiteIndividu", &[], |identity| {
                    write_traits(identity, traits);
                });
            }),
        }
    }

    /// Writes `COUVERTURE` of ContexteBAM: filled from the card, empty otherwise.
    pub fn write_coverage(&self, writer: &mut XmlWriter) {
        writer.element("b:COUVERTURE", &[], |coverage| {
            let Self::Card(card) = self else { return };
            coverage.element("b:ASSURE", &[], |insured| {
                insured.element("b:Id", &[], |id| {
                    id.text_element("b:Num", &card.nir_ouvrant_droit);
                });
            });
            coverage.element("b:BENEFICIAIRE", &[], |beneficiary| {
                if let Some(nir) = &card.nir_beneficiaire {
                    beneficiary.element("b:Nir", &[], |id| id.text_element("b:Num", nir));
                }
                beneficiary.text_element("b:DateNai", &card.date_naissance);
                beneficiary.text_element("b:Rang", &card.rang);
            });
        });
    }
}

fn write_traits(writer: &mut XmlWriter, traits: &RequestTraits) {
    writer.text_element("i:NomNaissance", &traits.name);
    writer.text_element("i:Prenom", &traits.first_name);
    writer.text_element("i:Sexe", &traits.sex);
    writer.text_element("i:DateNaissance", &traits.birth_date);
    writer.optional_element("i:LieuNaissance", traits.birth_place.as_deref());
}

/// Source: seen in a client: numbers without their key.
fn write_card(writer: &mut XmlWriter, card: &VitaleCard) {
    writer.element("i:RECVITALE", &[("xmlns:i", RECVIT)], |body| {
        if let Some(nir) = &card.nir_beneficiaire {
            body.element("i:MatriculeIndividu", &[], |id| {
                id.text_element("i:NumIdentifiant", nir);
            });
        }
        body.element("i:MatriculeOD", &[], |id| {
            id.text_element("i:NumIdentifiant", &card.nir_ouvrant_droit);
        });
        body.text_element("i:NomNaissance", &card.nom_naissance);
        body.text_element("i:DateNaissance", &card.date_naissance);
        body.text_element("i:RangNaissance", &card.rang);
    });
}
