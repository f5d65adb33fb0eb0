"""requests-oauth2client sur le flux par code : PKCE, UserInfo, renouvellement, introspection, révocation.

Écrit « ok <cas> » par cas réussi et sort en erreur au premier écart.
"""

from requests_oauth2client import ClientSecretBasic, ClientSecretPost, InvalidGrant, OAuth2Client, PublicApp

from psc_banc import (
    AUTRE_CLIENT,
    AUTRE_SECRET,
    CLIENT,
    CLIENT_MTLS,
    PROFESSIONNEL,
    RETOUR,
    SECRET,
    arguments,
    attend_erreur,
    verifie,
)
from psc_navigateur import Navigateur

PORTEE = "openid scope_all"


def client(banc, auth, certificat=None):
    """Un client construit depuis le document de découverte, à son adresse propre à PSC."""
    return OAuth2Client.from_discovery_endpoint(
        banc.decouverte,
        issuer=banc.emetteur,
        auth=auth,
        redirect_uri=RETOUR,
        session=banc.session(certificat),
        id_token_signed_response_alg="RS256",
    )


def identifie(oauth, navigateur, **autres):
    """Le flux entier ; la bibliothèque vérifie state, iss, signature, nonce, acr, at_hash et auth_time."""
    demande = oauth.authorization_request(scope=PORTEE, acr_values="eidas1", **autres)
    retour = demande.validate_callback(navigateur.identifie(str(demande.uri)))
    jetons = oauth.authorization_code(retour)
    return demande, retour, jetons.validate_id_token(oauth, retour)


def par_chaque_authentification(banc):
    for cas, auth, certificat in [
        ("secret-basic", ClientSecretBasic(CLIENT, SECRET), None),
        ("secret-post", ClientSecretPost(CLIENT, SECRET), None),
        # tls_client_auth : client_id seul dans le corps, le certificat fait le reste, aux mêmes adresses.
        ("certificat", PublicApp(CLIENT_MTLS), "insi-auto"),
    ]:
        oauth = client(banc, auth, certificat)
        demande, retour, jetons = identifie(oauth, Navigateur(banc))
        verifie(f"code-{cas}", jetons.id_token.claims["nonce"] == demande.nonce, jetons.id_token.claims)
        emetteurs = {retour.iss, jetons.id_token.claims["iss"], demande.issuer}
        verifie(f"iss-{cas}", emetteurs == {banc.emetteur} and demande.code_verifier, emetteurs)
        forme = (jetons.token_type, jetons.expires_in, jetons.refresh_expires_in, type(jetons.session_state))
        verifie(f"reponse-{cas}", forme[0] == "Bearer" and 110 < forme[1] <= 120 and forme[2:] == (1800, str), forme)


def userinfo(oauth, jetons):
    lu = oauth.userinfo(jetons.access_token)
    attendu = (PROFESSIONNEL, jetons.id_token.claims["sub"], ["10^1.2.250.1.213.1.1.5.5"], "DOC0042788")
    trouve = (lu["SubjectNameID"], lu["sub"], lu["SubjectRole"], lu["family_name"])
    verifie("userinfo", trouve == attendu, trouve)
    exercice = lu["SubjectRefPro"]["exercices"][0]
    verifie("userinfo-exercice", (exercice["codeProfession"], len(exercice["activities"][0])) == ("10", 30), exercice)


def renouvellement(oauth, jetons):
    """Chaque renouvellement rend un jeu neuf ; l'ancien jeton de renouvellement est refusé ensuite."""
    neufs = oauth.refresh_token(jetons)
    differents = neufs.access_token != jetons.access_token and neufs.refresh_token != jetons.refresh_token
    verifie("renouvellement", differents and neufs.session_state == jetons.session_state, neufs)
    verifie("renouvellement-userinfo", oauth.userinfo(neufs.access_token)["SubjectNameID"] == PROFESSIONNEL)
    attend_erreur(
        "renouvellement-ancien-refuse",
        lambda: oauth.refresh_token(jetons.refresh_token),
        InvalidGrant,
        "Stale token",
    )
    return neufs


def introspection(banc, oauth, jetons):
    acces = oauth.introspect_token(jetons.access_token)
    trouve = (acces["active"], acces["client_id"], acces["username"])
    verifie("introspection-acces", trouve == (True, CLIENT, PROFESSIONNEL), acces)
    renouveler = oauth.introspect_token(jetons.refresh_token, token_type_hint="refresh_token")
    # SubjectNameID n'est rendu que pour le jeton d'accès (page ANS sur l'introspection).
    verifie("introspection-renouvellement", renouveler["active"] and "SubjectNameID" not in renouveler, renouveler)
    verifie("introspection-inconnu", oauth.introspect_token("pas-un-jeton") == {"active": False})
    banc.avance("121s")
    verifie("introspection-perime", oauth.introspect_token(jetons.access_token) == {"active": False})


def revocation(oauth, navigateur):
    _, _, jetons = identifie(oauth, navigateur)
    verifie("revocation", oauth.revoke_refresh_token(jetons.refresh_token) is True)
    attend_erreur("revocation-renouvellement", lambda: oauth.refresh_token(jetons.refresh_token), InvalidGrant)
    _, _, jetons = identifie(oauth, navigateur)
    verifie("revocation-acces", oauth.revoke_access_token(jetons.access_token) is True)
    verifie("revocation-inactif", oauth.introspect_token(jetons.access_token) == {"active": False})
    verifie("revocation-inconnu", oauth.revoke_access_token("pas-un-jeton") is True)


def page(banc, oauth):
    """Une personne : page d'identification, identifiant tapé, bouton e-CPS, approbation ; puis sans page."""
    banc.approbation("personne")
    navigateur = Navigateur(banc)
    _, retour, _ = identifie(oauth, navigateur)
    verifie("page", len(navigateur.pages) >= 2, [page.url for page in navigateur.pages])
    vues = len(navigateur.pages)
    autre = client(banc, ClientSecretBasic(AUTRE_CLIENT, AUTRE_SECRET))
    _, second, _ = identifie(autre, navigateur)
    verifie("session-unique", len(navigateur.pages) == vues and second.code != retour.code)
    banc.approbation("automatique")


def main():
    banc, _ = arguments(__doc__)
    banc.declare_retours(CLIENT, AUTRE_CLIENT, CLIENT_MTLS)
    par_chaque_authentification(banc)
    oauth = client(banc, ClientSecretBasic(CLIENT, SECRET))
    _, _, jetons = identifie(oauth, Navigateur(banc))
    userinfo(oauth, jetons)
    introspection(banc, oauth, renouvellement(oauth, jetons))
    revocation(oauth, Navigateur(banc))
    page(banc, oauth)


if __name__ == "__main__":
    main()
