"""Chaque réponse fausse que le banc sait rendre, devant deux clients stricts : refusée, et pour sa raison.

requests-oauth2client juge le retour et l'id_token ; joserfc et authlib jugent l'id_token à leur tour. Une réponse
fausse qu'un client strict accepte ne prouverait rien d'un logiciel. Écrit « ok <nom> » par réponse fausse.
"""

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from jwskate import InvalidSignature
from requests_oauth2client import ClientSecretBasic
from requests_oauth2client.exceptions import MismatchingIssuer, MismatchingState
from requests_oauth2client.tokens import (
    ExpiredIdToken,
    InvalidIdToken,
    MismatchingIdTokenAlg,
    MismatchingIdTokenAudience,
    MismatchingIdTokenNonce,
)

from psc_banc import CLIENT, DELAI, SECRET, arguments, ecart, verifie
from psc_code import PORTEE, client
from psc_navigateur import Navigateur

RETOURS = {"state_altere": MismatchingState, "state_absent": MismatchingState, "iss_altere": MismatchingIssuer}
# Ce que requests-oauth2client dit ; rien quand elle ne regarde pas, et qu'authlib regarde seul.
IDENTITES = {
    "nonce_altere": MismatchingIdTokenNonce,
    # La bibliothèque lit le membre absent sans précaution : c'est un refus tout de même.
    "nonce_absent": AttributeError,
    "signature_alteree": InvalidSignature,
    "cle_inconnue": InvalidIdToken,
    "jeton_expire": ExpiredIdToken,
    "audience_alteree": MismatchingIdTokenAudience,
    "emetteur_altere": None,
    "alg_none": MismatchingIdTokenAlg,
    "alg_confus": MismatchingIdTokenAlg,
    "at_hash_altere": InvalidIdToken,
}
# L'erreur de joserfc ou d'authlib pour la même réponse.
AUTHLIB = {
    "nonce_altere": "InvalidClaimError",
    "nonce_absent": "MissingClaimError",
    "signature_alteree": "BadSignatureError",
    "cle_inconnue": "InvalidKeyIdError",
    "jeton_expire": "ExpiredTokenError",
    "audience_alteree": "InvalidClaimError",
    "emetteur_altere": "InvalidClaimError",
    "alg_none": "UnsupportedAlgorithmError",
    "alg_confus": "UnsupportedAlgorithmError",
    "at_hash_altere": "InvalidClaimError",
}


def leve(appel):
    """L'erreur levée, rien sinon."""
    try:
        appel()
    except Exception as levee:
        return levee
    return None


def juge_par_authlib(oauth, demande, jetons):
    cles = oauth.session.get(oauth.jwks_uri, timeout=DELAI).json()
    signatures = {"keys": [cle for cle in cles["keys"] if cle["use"] == "sig"]}
    lu = jwt.decode(str(jetons.id_token), KeySet.import_key_set(signatures), algorithms=["RS256"])
    CodeIDToken(
        lu.claims,
        lu.header,
        options={
            "iss": {"essential": True, "value": oauth.issuer},
            "aud": {"essential": True, "value": CLIENT},
            "nonce": {"essential": True, "value": demande.nonce},
        },
        params={"nonce": demande.nonce, "client_id": CLIENT, "access_token": jetons.access_token},
    ).validate()


def identite(nom, oauth, demande, retour):
    jetons = oauth.authorization_code(retour, validate=False)
    attendue = IDENTITES[nom]
    levee = leve(lambda: jetons.validate_id_token(oauth, retour))
    if attendue is not None and not isinstance(levee, attendue):
        ecart(nom, f"requests-oauth2client : {levee!r}")
    levee = leve(lambda: juge_par_authlib(oauth, demande, jetons))
    verifie(nom, type(levee).__name__ == AUTHLIB[nom], f"authlib : {levee!r}")


def main():
    banc, lus = arguments(__doc__, "noms")
    noms = lus.noms.split(",")
    banc.declare_retours(CLIENT)
    oauth = client(banc, ClientSecretBasic(CLIENT, SECRET))
    for nom in [None, *noms]:
        banc.fausse(nom)
        demande = oauth.authorization_request(scope=PORTEE, acr_values="eidas1")
        arrivee = Navigateur(banc).identifie(str(demande.uri))
        if nom in RETOURS:
            levee = leve(lambda: demande.validate_callback(arrivee))
            verifie(nom, isinstance(levee, RETOURS[nom]), repr(levee))
            continue
        retour = demande.validate_callback(arrivee)
        if nom in IDENTITES:
            identite(nom, oauth, demande, retour)
            continue
        # Sans réponse fausse, ou quand elle n'est que dans UserInfo : l'id_token est bon pour les deux clients.
        jetons = oauth.authorization_code(retour)
        juge_par_authlib(oauth, demande, jetons)
        meme = oauth.userinfo(jetons.access_token)["sub"] == jetons.id_token.claims["sub"]
        verifie(nom or "saine", meme == (nom != "sub_incoherent"), nom)


if __name__ == "__main__":
    main()
