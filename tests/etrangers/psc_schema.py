"""Jeton d'accès, introspection et UserInfo assemblés en un objet, validés par le schéma JSON de l'ANS.

Écrit « ok nominal », puis « accepte <variation> » ou « refuse <variation> : <membres en cause> ».
"""

import json
import pathlib

from jsonschema import Draft4Validator
from jwskate import SignedJwt
from requests_oauth2client import ClientSecretBasic

from psc_banc import CLIENT, DELAI, PROFESSIONNEL, SECRET, arguments, ecart, verifie
from psc_code import client
from psc_navigateur import Navigateur


def assemble(oauth, banc, par_carte):
    """L'objet que le schéma décrit."""
    jetons = identifie_sans_juger(oauth, banc, par_carte)
    porteur = {"Authorization": f"Bearer {jetons['access_token']}"}
    introspection = oauth.session.post(
        oauth.introspection_endpoint, data={"token": jetons["access_token"]}, auth=oauth.auth, timeout=DELAI
    )
    userinfo = oauth.session.get(oauth.userinfo_endpoint, headers=porteur, timeout=DELAI)
    return {
        "PscAccessToken": jetons["access_token"],
        "IntrospectionResponse": introspection.json(),
        "UserInfo": revendications(oauth, userinfo),
    }


def revendications(oauth, userinfo):
    """UserInfo en JSON, ou en JWT dont la signature est vérifiée."""
    if not userinfo.headers["content-type"].startswith("application/jwt"):
        return userinfo.json()
    jeton = SignedJwt(userinfo.text)
    if not jeton.verify_signature(oauth.authorization_server_jwks.get_jwk_by_kid(jeton.kid), alg="RS256"):
        ecart("userinfo-jwt", "signature fausse")
    return jeton.claims


def identifie_sans_juger(oauth, banc, par_carte):
    """Le flux par code sans les contrôles de la bibliothèque, qu'une variation peut heurter."""
    demande = oauth.authorization_request(scope="openid scope_all", acr_values="eidas1")
    navigateur = Navigateur(banc)
    arrivee = navigateur.va(str(demande.uri))
    if par_carte:
        arrivee = navigateur.presse(arrivee, "carte", login=PROFESSIONNEL)
    retour = demande.validate_callback(arrivee)
    return oauth.authorization_code(retour, validate=False).as_dict()


def main():
    banc, lus = arguments(__doc__, "reference", "variations")
    banc.declare_retours(CLIENT)
    lu = (pathlib.Path(lus.reference) / "psc/userinfo.schema.json").read_text(encoding="utf-8")
    schema = json.loads(lu)
    Draft4Validator.check_schema(schema)
    # `$defs` est d'une édition postérieure à draft-04 ; les renvois y mènent quand même, en pointeurs JSON.
    juge = Draft4Validator(schema)
    if not list(juge.iter_errors({"PscAccessToken": "court"})):
        ecart("schema", "n'importe quoi est accepté")
    oauth = client(banc, ClientSecretBasic(CLIENT, SECRET))
    verifie("nominal", not causes(juge, oauth, banc), causes(juge, oauth, banc))
    for variation in filter(None, lus.variations.split(",")):
        banc.varie(variation)
        refus = ", ".join(sorted(causes(juge, oauth, banc)))
        print(f"refuse {variation} : {refus}" if refus else f"accepte {variation}", flush=True)


def causes(juge, oauth, banc):
    """Où le schéma refuse, que la personne s'identifie par e-CPS ou par carte : des variations en dépendent."""
    refus = set()
    for par_carte, mode in ((False, "automatique"), (True, "personne")):
        banc.approbation(mode)
        refus |= {erreur.json_path for erreur in juge.iter_errors(assemble(oauth, banc, par_carte))}
    return refus


if __name__ == "__main__":
    main()
