"""Ce que le fournisseur doit refuser : code réutilisé, retour non déclaré, jetons d'un autre, signatures forgées.

Écrit « ok <cas> », et dans le fichier --secrets tout jeton reçu et tout secret envoyé, un par ligne : aucun ne
doit se trouver dans ce que le banc écrit de lui-même.
"""

import base64
import contextlib
import functools
import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwskate import Jwk
from requests_oauth2client import ClientSecretBasic, InvalidGrant, UnauthorizedClient
from requests_oauth2client.exceptions import EndpointError

from psc_banc import (
    APRES_DECONNEXION,
    AUTRE_CLIENT,
    AUTRE_SECRET,
    CLIENT,
    DELAI,
    RETOUR,
    SECRET,
    arguments,
    attend_erreur,
    verifie,
)
from psc_code import PORTEE, client, identifie
from psc_navigateur import Navigateur

RECUS = [SECRET, AUTRE_SECRET]


def sessions(banc, oauth):
    _, retour, jetons = identifie(oauth, Navigateur(banc))
    RECUS.extend([retour.code, jetons.access_token, jetons.refresh_token, str(jetons.id_token)])
    return retour, jetons


def code_reutilise(oauth, banc):
    """RFC 6749 §4.1.2 : le code est refusé, et ce qu'il avait donné ne vaut plus rien."""
    retour, jetons = sessions(banc, oauth)
    verifie("code-avant", oauth.introspect_token(jetons.access_token)["active"] is True)
    attend_erreur("code-reutilise", lambda: oauth.authorization_code(retour), InvalidGrant, "Code not valid")
    verifie("code-acces-mort", oauth.introspect_token(jetons.access_token) == {"active": False})
    attend_erreur("code-renouvellement-mort", lambda: oauth.refresh_token(jetons.refresh_token), InvalidGrant)
    lu = oauth.session.get(
        oauth.userinfo_endpoint, headers={"Authorization": f"Bearer {jetons.access_token}"}, timeout=DELAI
    )
    verifie("code-userinfo-mort", lu.status_code == 401, f"{lu.status_code} {lu.text}")


def code_mal_presente(banc, oauth, autre):
    """Chaque demande sur un code neuf : autre adresse, autre client, preuve PKCE absente ou fausse."""
    for cas, qui, change, description in [
        ("adresse", oauth, {"redirect_uri": RETOUR + "/"}, "Incorrect redirect_uri"),
        ("pkce-absente", oauth, {"code_verifier": None}, "PKCE code verifier not specified"),
        ("pkce-fausse", oauth, {"code_verifier": "f" * 43}, "PKCE verification failed: Code mismatch"),
        ("autre-client", autre, {}, None),
    ]:
        demande = oauth.authorization_request(scope=PORTEE, acr_values="eidas1")
        retour = demande.validate_callback(Navigateur(banc).identifie(str(demande.uri)))
        champs = {"redirect_uri": RETOUR, "code_verifier": demande.code_verifier} | change
        essai = functools.partial(qui.authorization_code, retour.code, **champs)
        attend_erreur(f"code-{cas}", essai, InvalidGrant, description)


def retour_non_declare(banc, oauth):
    """Jamais de redirection vers une adresse qui n'est pas, caractère pour caractère, une adresse déclarée."""
    http = banc.session()
    fausses = {
        "barre": RETOUR + "/",
        "casse": RETOUR.replace("retour", "Retour"),
        "hote": RETOUR.replace("logiciel", "LOGICIEL"),
        "sous-domaine": RETOUR.replace("logiciel", "www.logiciel"),
        "port": RETOUR.replace("example", "example:443"),
        "schema": RETOUR.replace("https", "http"),
        "parametre": RETOUR + "?a=1",
        "fragment": RETOUR + "#a",
        "remontee": RETOUR + "/../retour",
        "compte": RETOUR.replace("https://", "https://logiciel.example@attaquant.example/"),
        "autre": "https://attaquant.example/retour",
        "script": "javascript:alert(1)",
        "vide": "",
    }
    for cas, fausse in fausses.items():
        demande = oauth.authorization_request(scope=PORTEE, acr_values="eidas1", redirect_uri=fausse or "a").uri
        adresse = str(demande) if fausse else str(demande).replace("redirect_uri=a&", "")
        page_400(f"retour-{cas}", http.get(adresse, allow_redirects=False, timeout=DELAI))
    inconnu = str(oauth.authorization_request(scope=PORTEE).uri).replace(CLIENT, "inconnu")
    page_400("client-inconnu", http.get(inconnu, allow_redirects=False, timeout=DELAI))
    double = str(oauth.authorization_request(scope=PORTEE).uri) + "&redirect_uri=https%3A%2F%2Fattaquant.example"
    page_400("retour-double", http.get(double, allow_redirects=False, timeout=DELAI))


def page_400(cas, reponse):
    html = reponse.headers.get("content-type", "").startswith("text/html")
    trouve = (reponse.status_code, html, reponse.headers.get("location"))
    verifie(cas, trouve == (400, True, None), f"{trouve} {reponse.url}")
    verifie(f"{cas}-sans-lien", "attaquant.example" not in reponse.text, reponse.text)


def jetons_d_un_autre(banc, oauth, autre):
    _, jetons = sessions(banc, oauth)
    attend_erreur("autre-renouvelle", lambda: autre.refresh_token(jetons.refresh_token), InvalidGrant)
    tente_revocation(autre, jetons)
    verifie("autre-ne-revoque-pas", oauth.introspect_token(jetons.access_token)["active"] is True)
    # L'introspection est ouverte à tout client confidentiel : les serveurs d'autorisation des API en vivent.
    # Elle dit à qui est le jeton, et ne donne rien à qui n'est pas authentifié.
    verifie("introspection-dit-a-qui", autre.introspect_token(jetons.access_token)["client_id"] == CLIENT)
    faux = client(banc, ClientSecretBasic(CLIENT, "pas-le-secret"))
    nue = faux.session.post(
        faux.introspection_endpoint, data={"token": jetons.access_token}, auth=faux.auth, timeout=DELAI
    )
    trouve = nue.status_code, nue.json()
    attendu = 401, {"error": "invalid_request", "error_description": "Authentication failed."}
    verifie("introspection-authentifiee", trouve == attendu, trouve)
    verifie("le-sien-vit", oauth.refresh_token(jetons).access_token != jetons.access_token)
    attend_erreur("mauvais-secret", lambda: faux.refresh_token(jetons.refresh_token), UnauthorizedClient)


def tente_revocation(autre, jetons):
    """La révocation par un autre client est une erreur ou reste sans effet (RFC 7009 §2.1)."""
    with contextlib.suppress(EndpointError):
        autre.revoke_access_token(jetons.access_token)
    with contextlib.suppress(EndpointError):
        autre.revoke_refresh_token(jetons.refresh_token)


def b64(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def forges(banc, oauth, jeton):
    """Le même contenu, sans signature, ou signé HS256 avec la clé publique prise pour un secret."""
    cles = banc.session().get(oauth.jwks_uri, timeout=DELAI).json()["keys"]
    entete, contenu, signature = jeton.split(".")
    kid = json.loads(base64.urlsafe_b64decode(entete + "=="))["kid"]
    publique = next(cle for cle in cles if cle["kid"] == kid)
    cle = Jwk(publique).cryptography_key
    pem = cle.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = cle.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for cas, alg in [("none", "none"), ("None", "None"), ("sans-alg", None)]:
        tete = {"typ": "JWT", "kid": kid} | ({"alg": alg} if alg else {})
        yield f"alg-{cas}", f"{b64(json.dumps(tete).encode())}.{contenu}."
    yield "signature-otee", f"{entete}.{contenu}."
    tete = b64(json.dumps({"alg": "HS256", "typ": "JWT", "kid": kid}).encode())
    for cas, secret in [("pem", pem), ("pem-sans-fin", pem.strip()), ("der", der), ("n", publique["n"].encode())]:
        clair = f"{tete}.{contenu}"
        yield f"hs256-{cas}", f"{clair}.{b64(hmac.new(secret, clair.encode(), hashlib.sha256).digest())}"
    autre = json.loads(base64.urlsafe_b64decode(contenu + "=="))
    autre["exp"] += 3600
    yield "contenu-change", f"{entete}.{b64(json.dumps(autre).encode())}.{signature}"


def signatures_forgees(banc, oauth):
    """Aucun jeton forgé n'est reçu, ni comme id_token_hint, ni comme jeton d'accès ou de renouvellement."""
    navigateur = Navigateur(banc)
    _, _, jetons = identifie(oauth, navigateur)
    fin = banc.session().get(banc.decouverte, timeout=DELAI).json()["end_session_endpoint"]
    retour = {"post_logout_redirect_uri": APRES_DECONNEXION, "state": "s"}
    for cas, forge in forges(banc, oauth, str(jetons.id_token)):
        reponse = navigateur.session.get(
            fin, params={"id_token_hint": forge} | retour, allow_redirects=False, timeout=DELAI
        )
        trouve = (reponse.status_code, reponse.headers.get("location"))
        verifie(f"hint-{cas}", trouve == (400, None), f"{trouve} {reponse.text[:300]}")
        verifie(f"hint-{cas}-session", oauth.introspect_token(jetons.access_token)["active"] is True)
    for cas, forge in forges(banc, oauth, jetons.access_token):
        lu = oauth.session.get(oauth.userinfo_endpoint, headers={"Authorization": f"Bearer {forge}"}, timeout=DELAI)
        verifie(f"userinfo-{cas}", lu.status_code == 401, f"{lu.status_code} {lu.text}")
        verifie(f"introspection-{cas}", oauth.introspect_token(forge) == {"active": False})
    # Un jeton d'un genre n'est pas reçu pour un autre.
    attend_erreur("acces-comme-renouvellement", lambda: oauth.refresh_token(jetons.access_token), InvalidGrant)
    lu = oauth.session.get(
        oauth.userinfo_endpoint, headers={"Authorization": f"Bearer {jetons.id_token}"}, timeout=DELAI
    )
    verifie("identite-comme-acces", lu.status_code == 401, f"{lu.status_code} {lu.text}")


def deconnexion_sans_preuve(banc, oauth):
    """Un lien d'un autre site ne déconnecte personne : sans id_token, la personne confirme d'abord."""
    navigateur = Navigateur(banc)
    _, _, jetons = identifie(oauth, navigateur)
    fin = banc.session().get(banc.decouverte, timeout=DELAI).json()["end_session_endpoint"]
    page = navigateur.va(fin)
    verifie("deconnexion-demandee", page.status_code == 200 and "location" not in page.headers, page.text)
    verifie("deconnexion-pas-encore", oauth.introspect_token(jetons.access_token)["active"] is True)
    temoins = len(navigateur.session.cookies)
    fermee = navigateur.presse(page, "Se déconnecter")
    verifie("deconnexion-confirmee", oauth.introspect_token(jetons.access_token) == {"active": False}, fermee.text)
    verifie("deconnexion-temoin", len(navigateur.session.cookies) < temoins, list(navigateur.session.cookies))


def main():
    banc, lus = arguments(__doc__, "secrets")
    banc.declare_retours(CLIENT, AUTRE_CLIENT)
    oauth = client(banc, ClientSecretBasic(CLIENT, SECRET))
    autre = client(banc, ClientSecretBasic(AUTRE_CLIENT, AUTRE_SECRET))
    code_reutilise(oauth, banc)
    code_mal_presente(banc, oauth, autre)
    retour_non_declare(banc, oauth)
    jetons_d_un_autre(banc, oauth, autre)
    signatures_forgees(banc, oauth)
    deconnexion_sans_preuve(banc, oauth)
    pathlib.Path(lus.secrets).write_text("\n".join(RECUS), encoding="utf-8")


if __name__ == "__main__":
    main()
