//! Exchanges and notes of the journal, in the words of the management API.

use std::collections::BTreeMap;
use std::time::Duration;

use banc_core::clock::Clock;
use banc_core::duration::millis;
use banc_core::exchange::{Body, CertificateFacts, Exchange, Stage};
use banc_core::journal::Entry;
use base64::Engine as _;
use serde::Serialize;
use utoipa::ToSchema;

/// Une entrée du journal : un échange ou une note.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Entree {
    /// Rang dans le journal, à partir de 1.
    numero: u64,
    /// L'échange, si c'en est un.
    #[serde(skip_serializing_if = "Option::is_none")]
    echange: Option<Resume>,
    /// La note, si c'en est une : `kind` en dit la nature.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    note: Option<serde_json::Value>,
}

/// Un échange, sans ses corps.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Resume {
    /// Rang dans le journal.
    numero: u64,
    /// Voie.
    voie: String,
    /// Service.
    service: String,
    /// Façade qui l'a reçu.
    facade: String,
    /// Opération reconnue, `inconnue` sinon.
    operation: String,
    /// Rang de l'appel pour cette voie, ce service et cette opération, à partir de 1.
    ordinal: u64,
    /// Connexion qui l'a porté.
    connexion: Connexion,
    /// Méthode HTTP.
    methode: String,
    /// Chemin et requête.
    cible: String,
    /// Octets du corps reçu.
    octets_requete: u64,
    /// Statut HTTP répondu ; absent si rien n'a été répondu.
    #[serde(skip_serializing_if = "Option::is_none")]
    statut: Option<u16>,
    /// Octets du corps répondu.
    #[serde(skip_serializing_if = "Option::is_none")]
    octets_reponse: Option<u64>,
    /// Fautes appliquées.
    fautes: Vec<FauteAppliquee>,
    /// Variations appliquées.
    variations: Vec<String>,
    /// Ce que le service a compris.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    compris: Option<serde_json::Value>,
    /// Heure réelle de la réception, RFC 3339.
    recu: Option<String>,
    /// Durées en millisecondes.
    durees: Durees,
    /// Trouble du banc lui-même : rien ne peut en être conclu.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
}

/// Une connexion.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Connexion {
    /// Identifiant dans l'exécution.
    id: u64,
    /// Rang de l'appel sur la connexion, à partir de 1.
    rang: u64,
    /// Adresse et port du client.
    client: String,
    /// Version de TLS, absente sans TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<String>,
    /// Suite de chiffrement.
    #[serde(skip_serializing_if = "Option::is_none")]
    suite: Option<String>,
    /// Sujet du certificat client.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificat_client: Option<String>,
    /// Pourquoi ce certificat n'est pas de confiance.
    #[serde(skip_serializing_if = "Option::is_none")]
    defiance: Option<String>,
}

/// Une faute appliquée.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FauteAppliquee {
    /// Règle du plan.
    regle: String,
    /// Faute.
    faute: String,
    /// Paramètres tirés.
    #[schema(value_type = Object)]
    parametres: serde_json::Map<String, serde_json::Value>,
}

/// Durées d'un échange, en millisecondes ; une durée absente n'a pas été atteinte.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Durees {
    /// Poignée de main TLS de la connexion, au premier appel seulement.
    #[serde(skip_serializing_if = "Option::is_none")]
    poignee_de_main: Option<f64>,
    /// Envoi de la requête par le client.
    #[serde(skip_serializing_if = "Option::is_none")]
    envoi: Option<f64>,
    /// Temps propre du simulateur.
    #[serde(skip_serializing_if = "Option::is_none")]
    simulateur: Option<f64>,
    /// Attente injectée, comptée depuis la réponse calculée.
    #[serde(skip_serializing_if = "Option::is_none")]
    injectee: Option<f64>,
    /// Envoi de la réponse.
    #[serde(skip_serializing_if = "Option::is_none")]
    reponse: Option<f64>,
}

/// Un échange avec ses en-têtes et ses corps.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Complet {
    /// L'échange.
    echange: Resume,
    /// La requête.
    requete: Message,
    /// La réponse.
    #[serde(skip_serializing_if = "Option::is_none")]
    reponse: Option<Message>,
    /// Instants, en nanosecondes de l'horloge monotone du banc, par étape.
    instants_ns: BTreeMap<String, u64>,
}

/// Un message HTTP.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    /// En-têtes, dans l'ordre : nom puis valeur.
    entetes: Vec<(String, String)>,
    /// Octets du corps.
    octets: u64,
    /// SHA-256 du corps, hexadécimal ; vide sans corps.
    sha256: String,
    /// Corps, s'il est du texte UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    texte: Option<String>,
    /// Corps en base64, s'il n'est pas du texte.
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    /// Vrai si le corps n'est plus en mémoire ni lisible sur disque.
    absent: bool,
}

impl Entree {
    pub(super) fn of(entry: &Entry, clock: &Clock) -> Self {
        Self {
            numero: entry.number(),
            echange: entry.exchange().map(|exchange| Resume::of(exchange, clock)),
            // A note is plain data: it has a JSON form.
            note: entry
                .note()
                .and_then(|note| serde_json::to_value(note).ok()),
        }
    }
}

impl Resume {
    pub(super) fn of(exchange: &Exchange, clock: &Clock) -> Self {
        let response = exchange.response.as_ref();
        Self {
            numero: exchange.number,
            voie: exchange.lane.to_string(),
            service: exchange.service.to_string(),
            facade: exchange.front.to_string(),
            operation: exchange.operation.to_string(),
            ordinal: exchange.ordinal,
            connexion: Connexion::of(exchange),
            methode: exchange.request.method.clone(),
            cible: exchange.request.target.clone(),
            octets_requete: exchange.request.body.length,
            statut: response.map(|response| response.status),
            octets_reponse: response.map(|response| response.body.length),
            fautes: exchange
                .faults
                .iter()
                .map(|fault| FauteAppliquee {
                    regle: fault.rule.clone(),
                    faute: fault.fault.clone(),
                    parametres: fault.parameters.clone(),
                })
                .collect(),
            variations: exchange.variations.clone(),
            compris: exchange
                .observed
                .as_ref()
                .and_then(|observed| serde_json::to_value(observed).ok()),
            recu: exchange
                .instants
                .at(Stage::Head)
                .map(|head| clock.wall_of(head).to_string()),
            durees: Durees::of(exchange),
            trouble: exchange.trouble.clone(),
        }
    }
}

impl Connexion {
    fn of(exchange: &Exchange) -> Self {
        let connection = &exchange.connection;
        let tls = connection.tls.as_ref();
        let certificate: Option<&CertificateFacts> =
            tls.and_then(|tls| tls.client_certificate.as_ref());
        Self {
            id: connection.id,
            rang: exchange.rank,
            client: connection.peer.clone(),
            tls: tls.map(|tls| tls.version.clone()),
            suite: tls.map(|tls| tls.cipher_suite.clone()),
            certificat_client: certificate.map(|facts| facts.subject.clone()),
            defiance: certificate.and_then(|facts| facts.distrust.clone()),
        }
    }
}

impl Durees {
    fn of(exchange: &Exchange) -> Self {
        let instants = &exchange.instants;
        let between = |from, to| instants.between(from, to).map(millis);
        let connection = &exchange.connection;
        let handshake = connection
            .tls_ready
            .filter(|_| exchange.rank == 1)
            .map(|ready| ready.since(connection.accepted));
        let first = instants
            .at(Stage::FirstRequestByte)
            .or(instants.at(Stage::Head));
        let upload: Option<Duration> = first
            .zip(instants.at(Stage::BodyEnd))
            .map(|(first, end)| end.since(first));
        Self {
            poignee_de_main: handshake.map(millis),
            envoi: upload.map(millis),
            simulateur: between(Stage::BodyEnd, Stage::Answered),
            injectee: between(Stage::Answered, Stage::Released),
            reponse: between(Stage::FirstByte, Stage::LastByte),
        }
    }
}

impl Complet {
    pub(super) fn of(exchange: &Exchange, clock: &Clock) -> Self {
        let stages = Stage::ALL.iter().filter_map(|stage| {
            let name = serde_json::to_value(stage).ok()?.as_str()?.to_owned();
            Some((name, exchange.instants.at(*stage)?.0))
        });
        Self {
            echange: Resume::of(exchange, clock),
            requete: Message::of(&exchange.request.headers, &exchange.request.body),
            reponse: exchange
                .response
                .as_ref()
                .map(|response| Message::of(&response.headers, &response.body)),
            instants_ns: stages.collect(),
        }
    }
}

impl Message {
    fn of(headers: &[(String, String)], body: &Body) -> Self {
        let text = std::str::from_utf8(&body.bytes).ok();
        let absent = body.length > 0 && body.bytes.is_empty();
        Self {
            entetes: headers.to_vec(),
            octets: body.length,
            sha256: body.sha256(),
            texte: text.filter(|_| !absent).map(str::to_owned),
            base64: (text.is_none())
                .then(|| base64::engine::general_purpose::STANDARD.encode(&body.bytes)),
            absent,
        }
    }
}
