"""L'Annuaire Santé simulé vu d'un client : appels par requests, pages suivies par leur lien « next ».

Partagé par annuaire_pages.py et annuaire_recherche.py ; n'emprunte rien au code du banc.
"""

from psc_banc import DELAI, arguments, ecart

CLE = "banc-cle-annuaire"
GENRES = ("Practitioner", "PractitionerRole", "Organization", "HealthcareService", "Device")


class Annuaire:
    def __init__(self, banc, cle=CLE):
        self.base = banc.adresse("annuaire")
        self.http = banc.session()
        if cle:
            self.http.headers["ESANTE-API-KEY"] = cle

    def appelle(self, chemin, methode="GET", **autres):
        return self.http.request(methode, f"{self.base}/{chemin}", timeout=DELAI, **autres)

    def bundle(self, chemin, **autres):
        """Un Bundle, dont le type de contenu est celui de FHIR."""
        reponse = self.appelle(chemin, **autres)
        genre = reponse.headers.get("content-type", "").lower().replace(" ", "")
        if reponse.status_code != 200 or genre != "application/fhir+json;charset=utf-8":
            ecart(chemin, f"{reponse.status_code} {genre} {reponse.text}")
        return reponse.json()

    def pages(self, chemin, **autres):
        """Chaque Bundle, en suivant « next » jusqu'à ce qu'il manque."""
        bundle = self.bundle(chemin, **autres)
        while True:
            yield bundle
            suite = lien(bundle, "next")
            if suite is None:
                return
            if not suite.startswith(f"{self.base}/"):
                ecart(chemin, f"la page suivante est ailleurs : {suite}")
            bundle = self.bundle(suite.removeprefix(f"{self.base}/"))

    def tout(self, genre, parametres=()):
        """Toutes les ressources trouvées, sans celles qui les accompagnent."""
        trouvees = {}
        for page in self.pages(genre, params=[*parametres, ("_count", "200")]):
            for entree in page["entry"]:
                if entree["resource"]["resourceType"] == genre:
                    trouvees[entree["resource"]["id"]] = entree["resource"]
        return trouvees


def lien(bundle, relation):
    return next((un["url"] for un in bundle["link"] if un["relation"] == relation), None)


def ouvre(description, *autres):
    banc, lus = arguments(description, *autres)
    return banc, Annuaire(banc), lus
