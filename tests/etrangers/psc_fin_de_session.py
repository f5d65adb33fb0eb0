"""Un service qui écoute les fins de session par le canal arrière ; le jeton reçu est jugé par joserfc.

OpenID Connect Back-Channel Logout 1.0 §2.4 et §2.6. Écrit « ok <cas> » par cas réussi.
"""

import http.server
import queue
import threading
import time
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import KeySet
from requests_oauth2client import ClientSecretBasic, InvalidGrant

from psc_banc import (
    APRES_DECONNEXION,
    CLIENT,
    DELAI,
    PROFESSIONNEL,
    RETOUR,
    SECRET,
    arguments,
    attend_erreur,
    ecart,
    verifie,
)
from psc_code import client, identifie
from psc_navigateur import Navigateur

EVENEMENT = "http://schemas.openid.net/event/backchannel-logout"


class Ecoute(http.server.BaseHTTPRequestHandler):
    """Garde chaque formulaire reçu."""

    recus = queue.Queue()

    def do_POST(self):
        corps = self.rfile.read(int(self.headers["content-length"])).decode()
        self.recus.put((self.headers["content-type"], parse_qs(corps)))
        self.send_response(200)
        self.send_header("cache-control", "no-store")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def recu(cas):
    try:
        genre, formulaire = Ecoute.recus.get(timeout=DELAI)
    except queue.Empty:
        ecart(cas, "aucune fin de session reçue")
    verifie(
        f"{cas}-forme", genre.startswith("application/x-www-form-urlencoded") and set(formulaire) == {"logout_token"}
    )
    return formulaire["logout_token"][0]


def juge(cas, oauth, jetons):
    cles = oauth.session.get(oauth.jwks_uri, timeout=DELAI).json()
    signatures = {"keys": [cle for cle in cles["keys"] if cle["use"] == "sig"]}
    lu = jwt.decode(recu(cas), KeySet.import_key_set(signatures), algorithms=["RS256"])
    dit = lu.claims
    verifie(f"{cas}-qui", (dit["iss"], dit["aud"]) == (oauth.issuer, CLIENT), dit)
    session = dit.get("sid") == jetons.session_state
    verifie(f"{cas}-session", session and PROFESSIONNEL in dit.get("sub", PROFESSIONNEL), dit)
    verifie(f"{cas}-evenement", dit["events"] == {EVENEMENT: {}} and "nonce" not in dit and dit["jti"], dit)
    verifie(f"{cas}-recent", abs(dit["iat"] - time.time()) < 60, dit)


def main():
    banc, _ = arguments(__doc__)
    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ecoute)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    banc.declare(
        CLIENT,
        redirect_uris=[RETOUR],
        post_logout_redirect_uris=[APRES_DECONNEXION],
        backchannel_logout_uri=f"http://localhost:{service.server_port}/fin-de-session",
    )
    oauth = client(banc, ClientSecretBasic(CLIENT, SECRET))
    _, _, jetons = identifie(oauth, Navigateur(banc))
    verifie("une-session", banc.termine_les_sessions() == 1)
    juge("par-psc", oauth, jetons)
    attend_erreur("jetons-morts", lambda: oauth.refresh_token(jetons.refresh_token), InvalidGrant)
    navigateur = Navigateur(banc)
    _, _, jetons = identifie(oauth, navigateur)
    fin = banc.session().get(banc.decouverte, timeout=DELAI).json()["end_session_endpoint"]
    adresse = f"{fin}?id_token_hint={jetons.id_token}&post_logout_redirect_uri={APRES_DECONNEXION}"
    verifie("par-le-navigateur", navigateur.va(adresse, arrets=(APRES_DECONNEXION,)) == APRES_DECONNEXION)
    juge("par-un-client", oauth, jetons)
    verifie("une-seule-fois", Ecoute.recus.empty())
    service.shutdown()


if __name__ == "__main__":
    main()
