"""Ce que la passerelle de l'Annuaire Santé simulé refuse : sans clé, mauvaise clé, dix-huitième appel de la seconde.

Écrit « ok <cas> » par cas réussi.
"""

import time

from annuaire_service import Annuaire, ouvre
from psc_banc import ecart, verifie

LIMITE = 17


def cles(banc):
    for cas, cle in [("sans-cle", None), ("mauvaise-cle", "00000000-0000-0000-0000-000000000000")]:
        reponse = Annuaire(banc, cle).appelle("Practitioner?_count=1")
        verifie(cas, reponse.status_code == 401, f"{reponse.status_code} {reponse.text}")
        lu = reponse.json()
        verifie(f"{cas}-forme", lu["http_status_code"] == 401 and lu["message"], lu)


def debit(annuaire):
    """Dix-sept appels passent, le dix-huitième de la même seconde est refusé, puis le service reprend."""
    for _ in range(5):
        time.sleep(1.1)
        debut = time.monotonic()
        statuts = [annuaire.appelle("Practitioner?_count=1").status_code for _ in range(LIMITE)]
        derniere = annuaire.appelle("Practitioner?_count=1")
        if time.monotonic() - debut < 0.9:
            break
    else:
        ecart("debit", "la machine est trop lente pour dix-huit appels en une seconde")
    verifie("dix-sept", statuts == [200] * LIMITE, statuts)
    verifie("dix-huitieme", derniere.status_code == 429, f"{derniere.status_code} {derniere.text}")
    lu = derniere.json()
    verifie("dix-huitieme-forme", lu["http_status_code"] == 429 and "Rate limit" in lu["message"], lu)
    time.sleep(1.1)
    verifie("reprise", annuaire.appelle("Practitioner?_count=1").status_code == 200)


def main():
    banc, annuaire, _ = ouvre(__doc__)
    cles(banc)
    debit(annuaire)


if __name__ == "__main__":
    main()
