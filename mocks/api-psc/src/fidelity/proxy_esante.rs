//! Rows of the Proxy e-Santé.

use banc_core::fidelity::Confidence::{Deduit, Officiel, VuChezUnClient};
use banc_core::fidelity::{Row, row};

const CONTRACT: &str = "API Proxy e-Santé v1.0 (ANS)";
const ANS_PROXY: &str = "proxy de l'ANS (psc-edc-proxy-esante)";

/// Every behaviour.
pub(super) const ROWS: &[Row] = &[
    row(
        "proxy.connect",
        Officiel,
        CONTRACT,
        "POST /connect attend nationalId, bindingMessage, clientId et channel (CARD ou MOBILE) et rend proxy_session_id et session_state, avec le cookie proxy_session_id.",
    ),
    row(
        "proxy.connect_ciba",
        VuChezUnClient,
        ANS_PROXY,
        "La connexion est une authentification CIBA à PSC, interrogée selon interval, avec acr_values=eidas1 et channel.",
    ),
    row(
        "proxy.connect_attente",
        Deduit,
        "CIBA Core §7.3 et §11",
        "La première interrogation vient aussitôt (réglable), les suivantes attendent interval ; slow_down l'allonge de 5 s ; l'attente finit avec expires_in.",
    ),
    row(
        "proxy.connect_304",
        Officiel,
        CONTRACT,
        "Une session déjà active reçoit 304, sans appel à PSC.",
    ),
    row(
        "proxy.connect_304_cookie",
        Deduit,
        "choix du banc",
        "La session déjà active est celle que nomme le cookie, pour le même professionnel et le même logiciel.",
    ),
    row(
        "proxy.connect_400",
        VuChezUnClient,
        ANS_PROXY,
        "Une demande incomplète ou fausse reçoit 400 avec la liste de ce qui manque ou ne va pas.",
    ),
    row(
        "proxy.connect_404",
        Officiel,
        CONTRACT,
        "Un professionnel inconnu de PSC ou un logiciel inconnu du proxy reçoit 404.",
    ),
    row(
        "proxy.psc_indisponible",
        VuChezUnClient,
        ANS_PROXY,
        "Les statuts 502 à 504 de PSC sont rendus tels quels ; toute autre erreur de PSC donne 401.",
    ),
    row(
        "proxy.psc_injoignable",
        Deduit,
        "statut 503 du contrat",
        "Quand PSC n'est pas joignable, le proxy rend 503.",
    ),
    row(
        "proxy.identite",
        VuChezUnClient,
        ANS_PROXY,
        "L'identité est lue dans l'id_token (SubjectNameID).",
    ),
    row(
        "proxy.identite_verifiee",
        Deduit,
        "OpenID Connect Core §3.1.3.7",
        "Émetteur, audience, fin et identité de l'id_token sont vérifiés ; sa signature ne l'est pas, la liaison TLS en tient lieu.",
    ),
    row(
        "proxy.disconnect",
        Officiel,
        CONTRACT,
        "DELETE /disconnect ferme la session et efface le cookie ; sans session, 401 « Session ID not found. ».",
    ),
    row(
        "proxy.disconnect_psc",
        VuChezUnClient,
        ANS_PROXY,
        "La déconnexion appelle logout de PSC avec id_token_hint ; tout statut 2xx est un succès.",
    ),
    row(
        "proxy.disconnect_echec",
        Deduit,
        "choix du banc",
        "La session du proxy est fermée même quand PSC ne répond pas (502 à 504) ou refuse (500).",
    ),
    row(
        "proxy.send",
        Officiel,
        CONTRACT,
        "/send/{api}/{chemin} relaie GET, POST, PUT, PATCH et DELETE et rend la réponse de l'API ; sans session, 401 « No session found. ».",
    ),
    row(
        "proxy.send_jeton",
        Officiel,
        "IG ans.fr.securisation-transport 1.2.0 (ANS)",
        "Le jeton PSC est échangé au serveur d'autorisation et l'API est appelée avec le jeton d'API et le même certificat.",
    ),
    row(
        "proxy.send_renouvellement",
        Officiel,
        "IG ans.fr.securisation-transport 1.2.0 (ANS)",
        "Quand l'échange échoue pour un jeton PSC périmé, le jeton est renouvelé à PSC et l'échange repris une fois (cas 1a).",
    ),
    row(
        "proxy.send_fin",
        Deduit,
        "cas 1b.2 de l'IG",
        "Quand PSC refuse le renouvellement, la session du proxy est fermée : 401 « No session found. ».",
    ),
    row(
        "proxy.send_inconnue",
        Deduit,
        "choix du banc",
        "Une API que le proxy ne connaît pas reçoit 404 ; un chemin qui remonte au-dessus de l'API reçoit 400.",
    ),
    row(
        "proxy.send_panne",
        Deduit,
        "statuts 502, 503 et 504 du contrat, RFC 9110 §15.6",
        "API injoignable : 503 ; trop lente : 504 ; réponse rompue ou échange refusé : 502.",
    ),
    row(
        "proxy.send_entetes",
        Deduit,
        "RFC 9110 §7.6.1",
        "Les en-têtes de liaison, Authorization et le cookie du proxy ne sont pas relayés.",
    ),
    row(
        "proxy.traces",
        Officiel,
        CONTRACT,
        "GET /traces?start=&end= rend la liste des traces.",
    ),
    row(
        "proxy.traces_membres",
        VuChezUnClient,
        ANS_PROXY,
        "Une trace porte type, clientId, IdRPPS, ipAddress, ports, proxy_id_session, session_state, dn, timestamp et apiRequest.",
    ),
    row(
        "proxy.traces_valeurs",
        Deduit,
        "choix du banc",
        "dn est le sujet du certificat du proxy et ports le port du client ; leur sens réel n'a pas été trouvé.",
    ),
    row(
        "proxy.adresse",
        VuChezUnClient,
        ANS_PROXY,
        "L'adresse tracée est la première de X-Forwarded-For quand il est là.",
    ),
    row(
        "proxy.duree",
        VuChezUnClient,
        ANS_PROXY,
        "Une session du proxy dure 14400 s, à l'heure simulée.",
    ),
];
