"""L'inverse : un petit Proxy e-Santé écrit avec requests-oauth2client, que le banc entoure de PSC, AS et API.

Il fait ce qu'un vrai proxy fait : CIBA, échange, appel avec le certificat, renouvellement, déconnexion par le
canal arrière. Le banc joue tout le reste. Écrit « ok <cas> » par cas réussi.
"""

import base64
import json

from requests_oauth2client import BackChannelAuthenticationPollingJob, OAuth2Client, PublicApp
from requests_oauth2client.exceptions import EndpointError, InvalidGrant

from psc_banc import DELAI, PROFESSIONNEL, arguments, attend_erreur, ecart, verifie

CERTIFICAT = "proxy-esante"


class Proxy:
    """Les sessions ouvertes et leurs jetons ; une session par professionnel."""

    def __init__(self, banc):
        self.banc = banc
        self.http = banc.session(CERTIFICAT)
        publiees = self.http.get(banc.decouverte, timeout=DELAI).json()
        self.psc = OAuth2Client.from_discovery_document(
            publiees,
            issuer=banc.emetteur,
            auth=PublicApp("banc-proxy"),
            session=self.http,
            backchannel_authentication_endpoint=publiees["backchannel_authentication_endpoint"],
        )
        self.fin_de_session = publiees["end_session_endpoint"]
        base = banc.adresse("api_psc")
        self.autorisation = OAuth2Client(
            token_endpoint=f"{base}/as/token.oauth2", auth=PublicApp("banc-proxy-api"), session=self.http
        )
        self.api = f"{base}/apipsc"
        self.jetons = None
        self.jeton_api = None

    def connecte(self, identifiant, code, canal):
        accuse = self.psc.backchannel_authentication_request(
            scope="openid scope_all",
            acr_values="eidas1",
            login_hint=identifiant,
            binding_message=code,
            channel=canal,
        )
        travail = BackChannelAuthenticationPollingJob(self.psc, accuse, slow_down_interval=1)
        for _ in range(10):
            self.jetons = travail()
            if self.jetons is not None:
                return self.jetons.session_state
        ecart("connecte", "dix interrogations sans réponse")

    def envoie(self, methode, chemin, **corps):
        """Un jeton d'API par session ; un jeton PSC qui a servi ou fini est renouvelé avant l'échange."""
        if self.jeton_api is None:
            try:
                self.jeton_api = self._echange()
            except EndpointError:
                self.jetons = self.psc.refresh_token(self.jetons)
                self.jeton_api = self._echange()
        porteur = {"Authorization": f"Bearer {self.jeton_api}"}
        return self.http.request(methode, f"{self.api}{chemin}", headers=porteur, timeout=DELAI, **corps)

    def _echange(self):
        acteur = jwt_sans_signature(lps_nom="PROXY-PYTHON", lps_id="1", lps_version="1", situation_exercice="10C")
        return self.autorisation.token_exchange(
            subject_token=self.jetons.access_token,
            subject_token_type="access_token",
            actor_token=acteur,
            actor_token_type="jwt",
            scope="apipsc",
            subject_issuer="psc",
        ).access_token

    def deconnecte(self):
        return self.http.post(self.fin_de_session, data={"id_token_hint": str(self.jetons.id_token)}, timeout=DELAI)


def jwt_sans_signature(**revendications):
    """Un actor_token ; rien de lui n'est vérifié dans l'état du guide."""
    morceaux = [{"alg": "none"}, revendications]
    textes = [base64.urlsafe_b64encode(json.dumps(un).encode()).rstrip(b"=").decode() for un in morceaux]
    return ".".join([*textes, ""])


def main():
    banc, _ = arguments(__doc__)
    banc.durees(intervalle_s=1)
    banc.approbation("apres_interrogations", interrogations=1)
    proxy = Proxy(banc)
    etat = proxy.connecte(PROFESSIONNEL, "08", "CARD")
    lu = proxy.envoie("GET", "/ressource/v1")
    verifie("ressource", lu.status_code == 200 and PROFESSIONNEL in lu.text, f"{lu.status_code} {lu.text}")
    donnees = {
        "nationalId": PROFESSIONNEL,
        "clientID": "logiciel-python",
        "proxy_session_id": "1",
        "session_state": etat,
    }
    signe = proxy.envoie("POST", "/signsessiondata", json=donnees)
    verifie("signsessiondata", signe.status_code == 200 and signe.json()["signature"], signe.text)
    # Cas d'erreur 1a du guide : le jeton PSC a fini, il est renouvelé puis échangé.
    banc.avance("121s")
    proxy.jeton_api = None
    verifie("renouvele-puis-echange", proxy.envoie("GET", "/ressource/v1").status_code == 200)
    fin = proxy.deconnecte()
    verifie("deconnexion", 200 <= fin.status_code < 300, f"{fin.status_code} {fin.text}")
    attend_erreur("session-finie", lambda: proxy.psc.refresh_token(proxy.jetons), InvalidGrant)


if __name__ == "__main__":
    main()
