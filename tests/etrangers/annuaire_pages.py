"""Parcourt l'Annuaire Santé simulé page par page : chaque entrée une fois et une seule, quelle que soit la page.

Écrit dans --ndjson tout document reçu, un par ligne, pour annuaire_fhir.py. Écrit « ok <cas> ».
"""

import json
import pathlib

from fhirpy import SyncFHIRClient

from annuaire_service import CLE, GENRES, ouvre
from psc_banc import DELAI, verifie


def parcours(annuaire, genre, compte, documents):
    """Les identifiants dans l'ordre des pages ; les pages pleines sauf la dernière."""
    vus, tailles = [], []
    chemin = genre if compte is None else f"{genre}?_count={compte}"
    for page in annuaire.pages(chemin):
        documents.append(page)
        tailles.append(len(page["entry"]))
        for entree in page["entry"]:
            ressource = entree["resource"]
            adresse = f"{annuaire.base}/{genre}/{ressource['id']}"
            if entree["fullUrl"] != adresse or ressource["resourceType"] != genre:
                verifie(f"adresse-{genre}", False, f"{entree['fullUrl']} au lieu de {adresse}")
            vus.append(ressource["id"])
    pleine = compte or 50
    pleines = all(taille == pleine for taille in tailles[:-1]) and (tailles[-1] > 0 or len(tailles) == 1)
    verifie(f"pages-{genre}-{compte}", pleines, tailles)
    verifie(f"une-fois-{genre}-{compte}", len(vus) == len(set(vus)), "une entrée revient")
    return vus


def par_fhirpy(banc, annuaire, genre, attendues, variation=None):
    """Le même parcours par un client FHIR du commerce."""
    client = SyncFHIRClient(
        annuaire.base,
        extra_headers={"ESANTE-API-KEY": CLE},
        requests_config={"verify": banc.autorites, "timeout": DELAI},
    )
    vues = [ressource.id for ressource in client.resources(genre).limit(100).fetch_all()]
    verifie(
        f"fhirpy-{variation or genre}", sorted(vues) == sorted(attendues), f"{len(vues)} au lieu de {len(attendues)}"
    )


def variee(banc, annuaire, attendues, documents, variations):
    """Chaque réponse inhabituelle reste un Bundle que fhir.resources lit et que fhirpy parcourt en entier."""
    for variation in variations:
        banc.varie(variation, service="annuaire")
        documents.append(annuaire.appelle("Organization?_count=5").json())
        documents.append(annuaire.appelle("Organization?name=introuvable").json())
        par_fhirpy(banc, annuaire, "Organization", attendues, variation)
    banc.varie()


def une_a_une(annuaire, genre, identifiants, documents):
    """Quelques ressources lues par leur adresse sont celles de la recherche."""
    for identifiant in identifiants[:: max(1, len(identifiants) // 10)]:
        lue = annuaire.appelle(f"{genre}/{identifiant}").json()
        documents.append(lue)
        (cherchee,) = annuaire.bundle(f"{genre}?_id={identifiant}")["entry"]
        verifie(f"lecture-{genre}", lue == cherchee["resource"], identifiant)


def main():
    banc, annuaire, lus = ouvre(__doc__, "ndjson", "variations")
    documents = [annuaire.appelle("metadata").json()]
    for genre in GENRES:
        reference = parcours(annuaire, genre, None, documents)
        total = annuaire.bundle(f"{genre}?_total=accurate&_count=1")["total"]
        verifie(f"total-{genre}", total == len(reference) > 0, f"{total} au lieu de {len(reference)}")
        for compte in (max(1, total // 13), total, total + 1):
            verifie(f"meme-{genre}-{compte}", parcours(annuaire, genre, compte, documents) == reference)
        par_fhirpy(banc, annuaire, genre, reference)
        une_a_une(annuaire, genre, reference, documents)
        if genre == "Organization":
            variee(banc, annuaire, reference, documents, lus.variations.split(","))
    verifie("deux-cents", len(annuaire.tout("Practitioner")) >= 200)
    inconnue = annuaire.appelle("Practitioner/pas-la")
    documents.append(inconnue.json())
    verifie("inconnue", inconnue.status_code == 404, inconnue.text)
    lignes = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    pathlib.Path(lus.ndjson).write_text(lignes, encoding="utf-8")


if __name__ == "__main__":
    main()
