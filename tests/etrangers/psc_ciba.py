"""requests-oauth2client sur CIBA en interrogation : attente puis accord, refus, slow_down, expiration, erreurs.

Les attentes sont celles de la bibliothèque, à l'intervalle que le serveur demande. Écrit « ok <cas> ».
"""

import time

from requests_oauth2client import (
    AccessDenied,
    AuthorizationPending,
    BackChannelAuthenticationPollingJob,
    ClientSecretBasic,
    ExpiredToken,
    InvalidGrant,
    InvalidRequest,
    OAuth2Client,
    PublicApp,
    SlowDown,
)
from requests_oauth2client.exceptions import BackChannelAuthenticationError, EndpointError

from psc_banc import (
    AUTRE_CLIENT,
    AUTRE_SECRET,
    CLIENT,
    CLIENT_MTLS,
    DELAI,
    PROFESSIONNEL,
    SECRET,
    arguments,
    attend_erreur,
    verifie,
)

ATTENTE = "The authorization request is still pending as the end-user hasn't yet been authenticated."
INTERVALLE = 1


def client(banc, auth, certificat=None):
    session = banc.session(certificat)
    publiees = session.get(banc.decouverte, timeout=DELAI).json()
    return OAuth2Client.from_discovery_document(
        publiees,
        issuer=banc.emetteur,
        auth=auth,
        session=session,
        # La bibliothèque ne le prend pas d'elle-même dans le document.
        backchannel_authentication_endpoint=publiees["backchannel_authentication_endpoint"],
    )


def demande(oauth, **autres):
    champs = dict(
        scope="openid scope_all",
        acr_values="eidas1",
        login_hint=PROFESSIONNEL,
        binding_message="42",
        channel="MOBILE",
    )
    return oauth.backchannel_authentication_request(**(champs | autres))


def jusqu_au_bout(oauth, accuse):
    """Interroge comme la bibliothèque le fait ; rend les jetons et le nombre d'interrogations en attente."""
    travail = BackChannelAuthenticationPollingJob(oauth, accuse, slow_down_interval=INTERVALLE)
    for attentes in range(15):
        jetons = travail()
        if jetons is not None:
            return jetons, attentes, travail.interval
    raise AssertionError("quinze interrogations sans réponse")


def accord(banc, oauth):
    banc.approbation("apres_interrogations", interrogations=2)
    accuse = demande(oauth)
    verifie("accuse", (accuse.interval, accuse.expires_in) == (INTERVALLE, 120), vars(accuse))
    jetons, attentes, intervalle = jusqu_au_bout(oauth, accuse)
    verifie("attente-puis-accord", (attentes, intervalle) == (2, INTERVALLE), (attentes, intervalle))
    lu = oauth.introspect_token(jetons.access_token)
    verifie("accord-session", lu["active"] and lu["username"] == PROFESSIONNEL, lu)
    verifie("accord-userinfo", oauth.userinfo(jetons.access_token)["SubjectNameID"] == PROFESSIONNEL)
    verifie("accord-renouvellement", oauth.refresh_token(jetons).access_token)
    attend_erreur("deja-servie", lambda: oauth.ciba(accuse), InvalidGrant, "Invalid auth_req_id")


def personne(banc, oauth):
    """Le code à deux chiffres est montré à la personne, qui accepte ou refuse sur son e-CPS."""
    banc.approbation("personne")
    accuse = demande(oauth, binding_message="07", channel="CARD")
    attend_erreur("attente", lambda: oauth.ciba(accuse), AuthorizationPending, ATTENTE)
    (vue,) = banc.demandes()
    montre = (vue["identifiant"], vue["code"], vue["client_id"])
    verifie("code-montre", montre == (PROFESSIONNEL, "07", CLIENT), vue)
    banc.decide(vue["numero"], True)
    verifie("accord-d-une-personne", jusqu_au_bout(oauth, accuse)[0].access_token)
    refusee = demande(oauth)
    (vue,) = banc.demandes()
    banc.decide(vue["numero"], False)
    time.sleep(INTERVALLE)
    attend_erreur("refus", lambda: oauth.ciba(refusee), AccessDenied, "not authorized")
    verifie("plus-rien-en-attente", banc.demandes() == [], banc.demandes())


def trop_tot(banc, oauth):
    """Interroger avant l'intervalle donne slow_down ; la bibliothèque attend, puis aboutit."""
    banc.approbation("apres_interrogations", interrogations=1)
    # Assez long pour que deux interrogations de suite tombent dans le même intervalle, même sur un poste lent.
    banc.durees(intervalle_s=4)
    accuse = demande(oauth)
    attend_erreur("attente-avant-slow-down", lambda: oauth.ciba(accuse), AuthorizationPending)
    attend_erreur("slow-down", lambda: oauth.ciba(accuse), SlowDown, "too early to access")
    jetons, _, _ = jusqu_au_bout(oauth, accuse)
    verifie("slow-down-puis-accord", jetons.access_token)
    banc.durees(intervalle_s=INTERVALLE)


def expiration(banc, oauth):
    banc.approbation("silence")
    accuse = demande(oauth)
    attend_erreur("silence", lambda: oauth.ciba(accuse), AuthorizationPending)
    banc.avance("121s")
    attend_erreur("expiration", lambda: oauth.ciba(accuse), ExpiredToken, "authentication timed out")
    banc.approbation("automatique")


def erreurs(banc, oauth):
    attend_erreur(
        "inconnu", lambda: demande(oauth, login_hint="800000000000"), (InvalidRequest, EndpointError), "invalid user"
    )
    attend_erreur(
        "message-de-liaison",
        lambda: demande(oauth, binding_message="deux mots"),
        (BackChannelAuthenticationError, EndpointError),
        "the binding_message value has to be max 50 characters in length and must contain only basic "
        "plain-text characters without spaces",
    )
    attend_erreur("auth-req-id-faux", lambda: oauth.ciba("pas-une-demande"), InvalidGrant)
    accuse = demande(oauth)
    autre = client(banc, ClientSecretBasic(AUTRE_CLIENT, AUTRE_SECRET))
    attend_erreur("demande-d-un-autre", lambda: autre.ciba(accuse), InvalidGrant)


def main():
    banc, _ = arguments(__doc__)
    banc.durees(intervalle_s=INTERVALLE)
    oauth = client(banc, ClientSecretBasic(CLIENT, SECRET))
    accord(banc, oauth)
    personne(banc, oauth)
    trop_tot(banc, oauth)
    erreurs(banc, oauth)
    expiration(banc, oauth)
    par_certificat = client(banc, PublicApp(CLIENT_MTLS), "insi-auto")
    jetons, _, _ = jusqu_au_bout(par_certificat, demande(par_certificat))
    verifie("certificat", par_certificat.introspect_token(jetons.access_token)["client_id"] == CLIENT_MTLS)


if __name__ == "__main__":
    main()
