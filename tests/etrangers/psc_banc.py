"""Le banc vu d'un client : ses adresses, son API de gestion, ses certificats de test.

Partagé par les scripts psc_*.py ; ne connaît aucun protocole et n'emprunte rien au code du banc.
"""

import argparse
import faulthandler
import json
import pathlib
import sys

import requests

PROFESSIONNEL = "899700427885"
CLIENT = "banc-lgc"
SECRET = "secret-de-test-banc-lgc"
AUTRE_CLIENT = "banc-lgc-autre"
AUTRE_SECRET = "secret-de-test-banc-lgc-autre"
CLIENT_MTLS = "banc-lgc-mtls"
RETOUR = "https://logiciel.example/retour"
APRES_DECONNEXION = "https://logiciel.example/au-revoir"
DELAI = 20
TROP = 180


def ecart(cas, detail):
    """Termine le script : ce que le banc a répondu n'est pas ce qui était attendu."""
    sys.exit(f"ecart {cas}: {detail}")


def verifie(cas, condition, detail=""):
    """Écrit « ok <cas> », ou termine le script."""
    if not condition:
        ecart(cas, detail)
    print(f"ok {cas}", flush=True)


def attend_erreur(cas, appel, erreur, description=None):
    """L'appel doit lever une erreur OAuth de cette classe, avec cette description."""
    try:
        resultat = appel()
    except erreur as levee:
        dite = getattr(levee, "description", None)
        verifie(cas, description is None or dite == description, f"description {dite!r}")
        return levee
    except Exception as autre:  # l'écart dit laquelle
        ecart(cas, f"{type(autre).__name__}: {autre}")
    ecart(cas, f"pas d'erreur : {resultat}")


class Banc:
    """Un `banc serve` : `dit` est ce qu'il a dit de lui-même au démarrage."""

    def __init__(self, dit, pki):
        self.dit = dit
        self.pki = pathlib.Path(pki)
        self.autorites = str(self.pki / "autorites.pem")
        self.gestion = dit["gestion"].rstrip("/")
        self._http = requests.Session()
        self._http.trust_env = False
        self.voie = self._http.get(f"{self.gestion}/voies", timeout=DELAI).json()[0]["nom"]

    def adresse(self, facade):
        return self.dit["services"][facade].rstrip("/")

    @property
    def emetteur(self):
        return self.adresse("psc")

    @property
    def decouverte(self):
        return f"{self.emetteur}/.well-known/wallet-openid-configuration"

    def certificat(self, nom):
        return (str(self.pki / f"{nom}.pem"), str(self.pki / f"{nom}.cle.pem"))

    def session(self, certificat=None):
        """Une session HTTP qui reconnaît l'autorité de test, avec un certificat client ou non."""
        session = requests.Session()
        session.trust_env = False
        session.verify = self.autorites
        if certificat:
            session.cert = self.certificat(certificat)
        return session

    def _gere(self, methode, chemin, corps=None):
        reponse = self._http.request(methode, f"{self.gestion}{chemin}", json=corps, timeout=DELAI)
        if not reponse.ok:
            ecart("gestion", f"{methode} {chemin}: {reponse.status_code} {reponse.text}")
        return reponse.json() if reponse.content else None

    def _psc(self, methode, chemin, corps=None):
        return self._gere(methode, f"/voies/{self.voie}/psc{chemin}", corps)

    def approbation(self, mode, **reglages):
        self._psc("PUT", "/approbation", {"mode": mode, **reglages})

    def fausse(self, nom):
        """Rend désormais cette réponse fausse, ou aucune."""
        self._psc("PUT", "/reponse-fausse", {"nom": nom} if nom else {})

    def durees(self, **secondes):
        self._psc("PUT", "/durees", secondes)

    def declare(self, client_id, **declaration):
        self._psc("PUT", f"/clients/{client_id}", declaration)

    def declare_retours(self, *clients):
        for client in clients:
            self.declare(client, redirect_uris=[RETOUR], post_logout_redirect_uris=[APRES_DECONNEXION])

    def demandes(self):
        return self._psc("GET", "/demandes")

    def decide(self, numero, approuver):
        self._psc("POST", f"/demandes/{numero}", {"approuver": approuver})

    def change_de_cle(self):
        self._psc("POST", "/cles")

    def termine_les_sessions(self):
        return self._psc("DELETE", "/sessions")["nombre"]

    def avance(self, duree):
        """Avance l'heure simulée, p. ex. « 3min »."""
        self._gere("POST", "/horloge/avancer", {"duree": duree})

    def varie(self, *noms, service="psc"):
        """Plan de fautes : ces variations à chaque réponse, aucune si rien n'est nommé."""
        regles = [{"nom": nom, "service": service, "probabilite": 1.0} for nom in noms]
        self._gere("PUT", f"/voies/{self.voie}/fautes", {"variation": regles})


def arguments(description, *autres):
    """Arguments communs des scripts, et ceux qui leur sont propres ; rend (banc, arguments)."""
    # Un script qui n'avance plus dit où il en est, au lieu de bloquer les tests.
    faulthandler.dump_traceback_later(TROP, exit=True)
    lecteur = argparse.ArgumentParser(description=description.splitlines()[0])
    lecteur.add_argument("--dit", required=True, help="fichier JSON : ce que banc serve a dit")
    lecteur.add_argument("--pki", required=True, help="dossier écrit par banc pki export")
    for autre in autres:
        lecteur.add_argument(f"--{autre}", required=True)
    lus = lecteur.parse_args()
    return Banc(json.loads(pathlib.Path(lus.dit).read_text(encoding="utf-8")), lus.pki), lus
