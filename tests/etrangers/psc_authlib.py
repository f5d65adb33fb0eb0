"""authlib, comme le ferait le serveur d'un logiciel : découverte à l'adresse du portefeuille, code, id_token vérifié.

L'id_token est vérifié par le JOSE d'authlib (joserfc), avec les clés publiées ; puis la déconnexion.
Écrit « ok <cas> » par cas réussi.
"""

import base64
import hashlib
import secrets
from urllib.parse import parse_qs, urlsplit

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken, UserInfo
from joserfc import jwt
from joserfc.jwk import KeySet

from psc_banc import APRES_DECONNEXION, CLIENT, DELAI, PROFESSIONNEL, RETOUR, SECRET, arguments, ecart, verifie
from psc_navigateur import Navigateur


def session(banc, metadonnees, **autres):
    oauth = OAuth2Session(
        CLIENT,
        SECRET,
        scope="openid scope_all",
        redirect_uri=RETOUR,
        code_challenge_method="S256",
        token_endpoint=metadonnees["token_endpoint"],
        **autres,
    )
    oauth.trust_env = False
    oauth.verify = banc.autorites
    return oauth


def identifie(banc, metadonnees, navigateur):
    oauth = session(banc, metadonnees)
    nonce, verificateur = secrets.token_urlsafe(24), generate_token(48)
    adresse, etat = oauth.create_authorization_url(
        metadonnees["authorization_endpoint"], nonce=nonce, acr_values="eidas1", code_verifier=verificateur
    )
    retour = navigateur.identifie(adresse)
    jetons = oauth.fetch_token(authorization_response=retour, state=etat, code_verifier=verificateur)
    return oauth, retour, nonce, jetons


def id_token(banc, metadonnees, nonce, jetons):
    """Rend les revendications, vérifiées par authlib comme un client confidentiel du flux par code."""
    cles = banc.session().get(metadonnees["jwks_uri"], timeout=DELAI).json()
    signatures = {"keys": [cle for cle in cles["keys"] if cle["use"] == "sig"]}
    usages = sorted({cle["use"] for cle in cles["keys"]})
    verifie("jwks", usages == ["enc", "sig"] and not any("d" in cle for cle in cles["keys"]), usages)
    lu = jwt.decode(jetons["id_token"], KeySet.import_key_set(signatures), algorithms=["RS256"])
    revendications = CodeIDToken(
        lu.claims,
        lu.header,
        options={
            "iss": {"essential": True, "value": metadonnees["issuer"]},
            "aud": {"essential": True, "value": CLIENT},
            "nonce": {"essential": True, "value": nonce},
            "at_hash": {"essential": True},
            "acr": {"essential": True, "value": "eidas1"},
            "sub": {"essential": True},
        },
        params={"nonce": nonce, "client_id": CLIENT, "access_token": jetons["access_token"]},
    )
    revendications.validate(leeway=5)
    moitie = hashlib.sha256(jetons["access_token"].encode()).digest()[:16]
    attendu = base64.urlsafe_b64encode(moitie).rstrip(b"=").decode()
    verifie("id-token", revendications["at_hash"] == attendu, dict(revendications))
    verifie("id-token-temps", revendications["auth_time"] <= revendications["iat"] < revendications["exp"])
    verifie("id-token-qui", revendications["SubjectNameID"] == PROFESSIONNEL, dict(revendications))
    return revendications


def rotation(banc, metadonnees):
    """Après un changement de clé, un id_token neuf se vérifie avec les clés relues, et l'ancien encore."""
    _, _, avant, anciens = identifie(banc, metadonnees, Navigateur(banc))
    banc.change_de_cle()
    _, _, apres, neufs = identifie(banc, metadonnees, Navigateur(banc))
    id_token(banc, metadonnees, avant, anciens)
    id_token(banc, metadonnees, apres, neufs)
    entetes = [jeton["id_token"].split(".")[0] for jeton in (anciens, neufs)]
    verifie("rotation", entetes[0] != entetes[1], entetes)


def deconnexion(banc, metadonnees, navigateur, oauth, jetons):
    """Par le navigateur : retour à l'adresse déclarée avec state ; la session et ses jetons sont finis."""
    etat = secrets.token_urlsafe(16)
    adresse, _ = session(banc, metadonnees).create_authorization_url(metadonnees["end_session_endpoint"])
    adresse = adresse.split("?")[0] + (
        f"?id_token_hint={jetons['id_token']}&post_logout_redirect_uri={APRES_DECONNEXION}&state={etat}"
    )
    arrivee = navigateur.va(adresse, arrets=(APRES_DECONNEXION,))
    if not isinstance(arrivee, str):
        ecart("deconnexion", f"{arrivee.status_code} {arrivee.url}\n{arrivee.text}")
    verifie("deconnexion", parse_qs(urlsplit(arrivee).query) == {"state": [etat]}, arrivee)
    refus = oauth.get(metadonnees["userinfo_endpoint"], timeout=DELAI)
    verifie("deconnexion-userinfo", refus.status_code == 401, f"{refus.status_code} {refus.text}")
    try:
        oauth.refresh_token(metadonnees["token_endpoint"], refresh_token=jetons["refresh_token"])
    except OAuthError as refusee:
        verifie("deconnexion-renouvellement", refusee.error == "invalid_grant", refusee)
    else:
        ecart("deconnexion-renouvellement", "le jeton sert encore")
    demande, _ = session(banc, metadonnees).create_authorization_url(
        metadonnees["authorization_endpoint"], nonce="n-1", acr_values="eidas1", prompt="none"
    )
    sans = navigateur.va(demande)
    erreur = parse_qs(urlsplit(sans).query).get("error") if isinstance(sans, str) else sans.text
    verifie("deconnexion-plus-de-session", erreur == ["login_required"], erreur)


def main():
    banc, _ = arguments(__doc__)
    banc.declare_retours(CLIENT)
    metadonnees = banc.session().get(banc.decouverte, timeout=DELAI).json()
    verifie("decouverte", metadonnees["issuer"] == banc.emetteur, metadonnees["issuer"])
    navigateur = Navigateur(banc)
    oauth, retour, nonce, jetons = identifie(banc, metadonnees, navigateur)
    verifie("iss", parse_qs(urlsplit(retour).query)["iss"] == [metadonnees["issuer"]], retour)
    revendications = id_token(banc, metadonnees, nonce, jetons)
    lu = UserInfo(oauth.get(metadonnees["userinfo_endpoint"], timeout=DELAI).json())
    verifie("userinfo", lu.sub == revendications["sub"], dict(lu))
    rotation(banc, metadonnees)
    deconnexion(banc, metadonnees, navigateur, oauth, jetons)


if __name__ == "__main__":
    main()
