"""Adaptateur minimal du banc (contrat 1, HTTP), bibliothèque standard seule : voir docs/pilote.md.

    python3 adaptateur_minimal.py [PORT]        # 127.0.0.1, port 7070 par défaut

Tel quel, il ne déclare aucune capacité et répond « non_supporte ». Pour chaque action et chaque
question que votre logiciel sait faire, écrivez le corps de la fonction, puis déclarez la capacité.
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DECLARATION = {
    "contrat": "1", "editeur": "VOTRE SOCIETE", "logiciel": "VOTRE LOGICIEL", "version": "0.0.0",
    "capacites": [],  # sous-ensemble minimal : patient.creer, patient.justifier, ins.rechercher, journal.appels
    "actions_simultanees": False,
}
NON_SUPPORTE = {"issue": "non_supporte"}
SANS_REPONSE = {"reponse": "non_supporte"}


# --- À écrire : votre logiciel --------------------------------------------------------------------
# Une action répond {"issue": "fait", "usager": …}, {"issue": "refuse", "message": …} ou {"issue":
# "inconnu", "cause": …} ; une question {"reponse": …, "contenu": …}. Rendez ce que le logiciel montre.

def preparer(p, scenario):          # base vide ; p["services"], p["autorites_pem"], p["certificats"], p["idam"]
    return {"isolement": "parallele"}  # "serie" si l'adresse d'INSi est figée dans votre logiciel

def creer(p):      return NON_SUPPORTE  # p["traits"]
def ouvrir(p):     return NON_SUPPORTE  # p["usager"]
def modifier(p):   return NON_SUPPORTE  # p["usager"], p["traits"]
def justifier(p):  return NON_SUPPORTE  # p["usager"], p["justificatif"]
def rechercher(p): return NON_SUPPORTE  # p["usager"], p["mode"], p["tous_prenoms"], p["avec_lieu"]
def decider(p):    return NON_SUPPORTE  # p["usager"], p["accepter"]
def identite(p):   return SANS_REPONSE  # p["usager"]
def liste(p):      return SANS_REPONSE
def appels(p):     return SANS_REPONSE
def message(p):    return SANS_REPONSE


# --- Le contrat : rien à changer ------------------------------------------------------------------
ACTIONS = {"banc.rien": lambda p: {"issue": "fait"}, "patient.creer": creer, "patient.ouvrir": ouvrir,
           "patient.modifier": modifier, "patient.justifier": justifier,
           "ins.rechercher": rechercher, "ins.decider": decider}
QUESTIONS = {"patient.identite": identite, "patient.liste": liste,
             "journal.appels": appels, "ecran.message": message}


def agir(corps):
    try:
        parametres = corps.get("parametres") or {}
        if not isinstance(parametres.get("usager", ""), str):
            raise TypeError("« usager » doit être un texte")
        return ACTIONS.get(corps["action"], lambda p: NON_SUPPORTE)(parametres)
    except Exception as erreur:  # un défaut de l'adaptateur n'est pas un refus du logiciel
        return {"issue": "inconnu", "cause": f"{type(erreur).__name__} : {erreur}"}


class Adaptateur(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # garde la connexion ouverte entre deux appels
    wbufsize = -1                  # un seul envoi par réponse : sinon chaque appel coûte 40 ms

    def do_GET(self):
        self.repondre(200, DECLARATION) if self.path == "/" else self.repondre(404, {"erreur": self.path})

    def do_POST(self):
        texte = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            corps = json.loads(texte)
            if self.path == "/preparer":
                self.repondre(200, preparer(corps, self.headers.get("Banc-Scenario", "")))
            elif self.path == "/agir":
                self.repondre(200, agir(corps))
            elif self.path == "/observer":
                question = QUESTIONS.get(corps["question"], lambda p: SANS_REPONSE)
                self.repondre(200, question(corps.get("parametres") or {}))
            else:
                self.repondre(404, {"erreur": self.path})
        except Exception as erreur:
            self.repondre(400, {"erreur": f"{type(erreur).__name__} : {erreur}"})

    def repondre(self, statut, corps):
        texte = json.dumps(corps, ensure_ascii=False).encode()
        self.send_response(statut)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(texte)))
        self.end_headers()
        self.wfile.write(texte)


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 7070
    ThreadingHTTPServer(("127.0.0.1", port), Adaptateur).serve_forever()
