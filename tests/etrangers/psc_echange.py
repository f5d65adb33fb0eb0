"""requests-oauth2client sur l'échange de jeton (RFC 8693) lié au certificat (RFC 8705), puis l'API protégée.

Le même certificat obtient 200 ; un autre, ou aucun, 401. Écrit « ok <cas> » par cas réussi.
"""

import base64
import hashlib
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from requests_oauth2client import ClientSecretBasic, OAuth2Client, PublicApp
from requests_oauth2client.exceptions import EndpointError

from psc_banc import (
    AUTRE_CLIENT,
    AUTRE_SECRET,
    CLIENT,
    DELAI,
    PROFESSIONNEL,
    SECRET,
    arguments,
    attend_erreur,
    verifie,
)
from psc_code import identifie
from psc_code import client as client_psc
from psc_navigateur import Navigateur

CLIENT_API = "banc-lgc-api"
TYPE_JETON = "urn:ietf:params:oauth:token-type:access_token"


def empreinte_ans(banc, nom):
    """La forme des exemples de l'ANS : base64 avec bourrage de l'empreinte SHA-256 en hexadécimal."""
    pem = pathlib.Path(banc.certificat(nom)[0]).read_bytes()
    der = x509.load_pem_x509_certificates(pem)[0].public_bytes(Encoding.DER)
    return base64.b64encode(hashlib.sha256(der).hexdigest().encode()).decode()


def autorisation(banc, certificat, client_id=CLIENT_API):
    base = banc.adresse("api_psc")
    return OAuth2Client(
        token_endpoint=f"{base}/as/token.oauth2",
        introspection_endpoint=f"{base}/as/introspect",
        auth=PublicApp(client_id),
        session=banc.session(certificat),
    )


def jeton_psc(banc, client_id=CLIENT, secret=SECRET):
    oauth = client_psc(banc, ClientSecretBasic(client_id, secret))
    return identifie(oauth, Navigateur(banc))[2]


def echange(banc):
    serveur = autorisation(banc, "insi-auto")
    api = serveur.token_exchange(subject_token=jeton_psc(banc), scope="apipsc")
    verifie("echange", api.token_type == "Bearer" and api.issued_token_type == TYPE_JETON, api)
    lu = serveur.introspect_token(api.access_token)
    verifie("echange-introspection", lu["active"] and lu["scope"] == "apipsc", lu)
    lie = lu["cnf"]["x5t#S256"]
    verifie("echange-cnf", lie == empreinte_ans(banc, "insi-auto"), lie)
    return api.access_token


def ressource(banc, jeton):
    adresse = f"{banc.adresse('api_psc')}/apipsc/ressource/v1"
    porteur = {"Authorization": f"Bearer {jeton}"}
    for cas, certificat, entetes, statut in [
        ("meme-certificat", "insi-auto", porteur, 200),
        ("autre-certificat", "insi-manu", porteur, 401),
        ("sans-certificat", None, porteur, 401),
        ("sans-jeton", "insi-auto", {}, 401),
        ("jeton-altere", "insi-auto", {"Authorization": f"Bearer {jeton[:-4]}AAAA"}, 401),
    ]:
        reponse = banc.session(certificat).get(adresse, headers=entetes, timeout=DELAI)
        verifie(f"ressource-{cas}", reponse.status_code == statut, f"{reponse.status_code} {reponse.text}")
        if statut == 200:
            verifie("ressource-professionnel", PROFESSIONNEL in reponse.text, reponse.text)


def refus(banc):
    serveur = autorisation(banc, "insi-auto")
    sujet = jeton_psc(banc)
    autre = autorisation(banc, "insi-manu")
    attend_erreur("refus-certificat", lambda: autre.token_exchange(subject_token=sujet, scope="apipsc"), EndpointError)
    attend_erreur("refus-portee", lambda: serveur.token_exchange(subject_token=sujet, scope="dmp"), EndpointError)
    attend_erreur("refus-sans-portee", lambda: serveur.token_exchange(subject_token=sujet), EndpointError)
    attend_erreur(
        "refus-faux-sujet",
        lambda: serveur.token_exchange(subject_token="pas-un-jeton", subject_token_type="access_token", scope="apipsc"),
        EndpointError,
    )
    serveur.token_exchange(subject_token=sujet, scope="apipsc")
    attend_erreur(
        "refus-deja-echange", lambda: serveur.token_exchange(subject_token=sujet, scope="apipsc"), EndpointError
    )
    etranger = jeton_psc(banc, AUTRE_CLIENT, AUTRE_SECRET)
    attend_erreur(
        "refus-jeton-d-un-autre",
        lambda: serveur.token_exchange(subject_token=etranger, scope="apipsc"),
        EndpointError,
    )
    perime = jeton_psc(banc)
    banc.avance("121s")
    attend_erreur("refus-perime", lambda: serveur.token_exchange(subject_token=perime, scope="apipsc"), EndpointError)


def main():
    banc, _ = arguments(__doc__)
    banc.declare_retours(CLIENT, AUTRE_CLIENT)
    jeton = echange(banc)
    ressource(banc, jeton)
    refus(banc)
    # 14400 s : durée vue sur l'API de conformité ; l'heure a déjà avancé de deux minutes.
    banc.avance("14280s")
    fini = banc.session("insi-auto").get(
        f"{banc.adresse('api_psc')}/apipsc/ressource/v1",
        headers={"Authorization": f"Bearer {jeton}"},
        timeout=DELAI,
    )
    verifie("ressource-perimee", fini.status_code == 401, f"{fini.status_code} {fini.text}")


if __name__ == "__main__":
    main()
