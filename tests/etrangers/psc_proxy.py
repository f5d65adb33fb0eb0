"""Un client lourd devant le Proxy e-Santé simulé : requests, chaque réponse validée par openapi-core.

La description est le texte officiel ; seule l'adresse du serveur y est remplacée. Écrit « ok <cas> ».
"""

import copy
import datetime
import json
import pathlib
import uuid

from openapi_core import OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse

from psc_banc import DELAI, PROFESSIONNEL, arguments, ecart, verifie

CLIENT_PROXY = "banc-lgc-proxy"
TEMOIN = "proxy_session_id"
# Ce que le texte officiel refuse de réponses qu'il décrit pourtant : il donne `type: object` à des membres
# que son propre proxy écrit en texte, et à la liste des traces.
TEXTE_CONTRE_LUI_MEME = {
    "connexion-incomplete": {"$.metadata.nationalId", "$.metadata.clientId"},
    "connexion-inconnu": {"$.metadata.nationalId", "$.metadata.clientId"},
    "traces": {"$"},
}


class Contrat:
    def __init__(self, reference, base):
        texte = (pathlib.Path(reference) / "psc/api_proxy_esante.openapi.json").read_text(encoding="utf-8")
        description = json.loads(texte)
        description["servers"] = [{"url": base}]
        for chemin in description["paths"].values():
            # OpenAPI 3.0 n'admet pas `security` à cet endroit, où le texte officiel l'écrit.
            chemin.pop("security", None)
            for operation in chemin.values():
                operation.pop("servers", None)
                # « */* » n'est lu par aucun lecteur d'openapi-core ; toutes ces réponses sont en JSON.
                for reponse in operation["responses"].values():
                    contenu = reponse.get("content", {})
                    if "*/*" in contenu:
                        contenu["application/json"] = contenu.pop("*/*")
        # Le contrat en prose est /send/{api}/{chemin} ; la description n'écrit que /send.
        for noms in (("api", "a"), ("api", "a", "b")):
            description["paths"]["/send/" + "/".join(f"{{{nom}}}" for nom in noms)] = suite(
                description["paths"]["/send"], noms
            )
        self.openapi = OpenAPI.from_dict(description)

    def valide(self, cas, reponse):
        """La réponse est telle que la description le dit, aux écarts connus du texte près, ni plus ni moins."""
        refus = set()
        try:
            self.openapi.validate_response(RequestsOpenAPIRequest(reponse.request), RequestsOpenAPIResponse(reponse))
        except Exception as levee:
            refus = {getattr(erreur, "json_path", str(erreur)) for erreur in schemas(levee)} or {repr(levee)}
        attendu = TEXTE_CONTRE_LUI_MEME.get(cas, set())
        verifie(f"contrat-{cas}", refus == attendu, f"{refus} : {reponse.status_code} {reponse.text}")


def suite(chemin, noms):
    """Les mêmes opérations sous un chemin plus long."""
    copie = copy.deepcopy(chemin)
    for operation in copie.values():
        del operation["operationId"]
    copie["parameters"] = [{"name": nom, "in": "path", "required": True, "schema": {"type": "string"}} for nom in noms]
    return copie


def schemas(levee):
    """Les erreurs de schéma sous une erreur d'openapi-core."""
    while levee is not None:
        if getattr(levee, "schema_errors", None):
            return list(levee.schema_errors)
        levee = levee.__cause__
    return []


class Poste:
    """Un poste de travail, et ce qu'il a reçu."""

    def __init__(self, banc, contrat):
        self.base = banc.adresse("proxy_esante")
        self.http = banc.session()
        self.contrat = contrat

    def appelle(self, cas, statut, methode, chemin, valide=True, **corps):
        reponse = self.http.request(methode, f"{self.base}{chemin}", timeout=DELAI, **corps)
        if reponse.status_code != statut:
            ecart(cas, f"{reponse.status_code} {reponse.text}")
        if valide:
            self.contrat.valide(cas, reponse)
        return reponse


def demande(**autres):
    return {
        "nationalId": PROFESSIONNEL,
        "bindingMessage": "42",
        "clientId": CLIENT_PROXY,
        "channel": "MOBILE",
    } | autres


def connexion(poste):
    """400 et 404, puis une session, puis 304 tant qu'elle est ouverte."""
    manque = demande(channel="PIGEON")
    del manque["bindingMessage"]
    refus = poste.appelle("connexion-incomplete", 400, "POST", "/connect", json=manque).json()
    mots = ("bindingMessage is missing" in refus["message"], "channel value PIGEON is invalid" in refus["message"])
    verifie("incomplete", refus["code"] == "400" and all(mots), refus)
    for autres in ({"clientId": "inconnu"}, {"nationalId": "800000000000"}):
        refus = poste.appelle("connexion-inconnu", 404, "POST", "/connect", json=demande(**autres)).json()
        verifie("inconnu", refus["message"] == "User National ID or Software Client ID Not Found.", refus)
    ouverte = poste.appelle("connexion", 200, "POST", "/connect", json=demande())
    session = ouverte.json()
    uuid.UUID(session["session_state"])
    temoin = ouverte.headers["set-cookie"]
    attendu = f"{TEMOIN}={session['proxy_session_id']}; Path=/"
    verifie("temoin", temoin.startswith(attendu), temoin)
    rejouee = poste.appelle("deja-connecte", 304, "POST", "/connect", json=demande())
    verifie("deja-connecte", not rejouee.content and "set-cookie" not in rejouee.headers)
    return session


def envoi(poste, session):
    """Vers l'API de conformité et la ressource ; la réponse de l'API revient telle quelle."""
    lu = poste.appelle("envoi-lecture", 200, "GET", "/send/apipsc/ressource/v1", valide=False).json()
    verifie("envoi-lecture", lu["sub"] == PROFESSIONNEL and lu["session_state"] == session["session_state"], lu)
    donnees = {"nationalId": PROFESSIONNEL, "clientID": CLIENT_PROXY} | session
    signe = poste.appelle("envoi", 200, "POST", "/send/apipsc/signsessiondata", json=donnees).json()
    verifie("envoi", signe.pop("signature") and signe == donnees, signe)
    refus = poste.appelle("envoi-refuse", 400, "POST", "/send/apipsc/signsessiondata", valide=False, json={})
    verifie("envoi-refuse", refus.text, refus.text)


def sans_session(poste):
    refus = poste.appelle("envoi-sans-session", 401, "GET", "/send/apipsc/ressource/v1").json()
    verifie("sans-session", (refus["code"], refus["message"]) == ("401", "No session found."), refus)
    refus = poste.appelle("deconnexion-sans-session", 401, "DELETE", "/disconnect").json()
    verifie("sans-session", (refus["code"], refus["message"]) == ("401", "Session ID not found."), refus)


def traces(poste, debut, session):
    lues = poste.appelle("traces", 200, "GET", "/traces", params={"start": debut}).json()
    suite = [trace["type"] for trace in lues]
    attendu = ["CONNECT_FAILURE"] * 3 + ["CONNECT_SUCCESS", "CONNECT_REPLAY"] + ["SEND"] * 3 + ["DISCONNECT"]
    verifie("traces-suite", suite == attendu, suite)
    envoi_lu = lues[6]
    trouve = (
        envoi_lu["apiRequest"],
        envoi_lu["proxy_id_session"],
        envoi_lu["session_state"],
        envoi_lu["IdRPPS"],
        envoi_lu["clientId"],
    )
    requete = {"nomApiPsc": "apipsc", "methode": "POST", "path": "/signsessiondata"}
    attendu = (requete, session["proxy_session_id"], session["session_state"], PROFESSIONNEL, CLIENT_PROXY)
    verifie("traces-envoi", trouve == attendu, envoi_lu)
    futur = "2099-01-01T00:00:00Z"
    verifie("traces-vides", poste.appelle("traces", 200, "GET", "/traces", params={"start": futur}).json() == [])


def main():
    banc, lus = arguments(__doc__, "reference")
    poste = Poste(banc, Contrat(lus.reference, banc.adresse("proxy_esante")))
    # Le proxy attend l'intervalle entre deux interrogations de PSC.
    banc.durees(intervalle_s=1)
    debut = datetime.datetime.now(datetime.timezone.utc).isoformat()
    session = connexion(poste)
    envoi(poste, session)
    poste.appelle("deconnexion", 200, "DELETE", "/disconnect")
    poste.http.cookies.clear()
    traces(poste, debut, session)
    poste.http.cookies.set(TEMOIN, session["proxy_session_id"])
    sans_session(poste)


if __name__ == "__main__":
    main()
