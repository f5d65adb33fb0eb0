"""Chaque recherche de l'Annuaire Santé simulé, comparée à ce qu'un filtre écrit ici trouve dans l'annuaire entier.

Le filtre suit FHIR R4 §3.1.1.5 : préfixe sans casse ni accent pour un texte, :contains, :exact, ET, OU, jetons,
dates. Écrit « ok <cas> » par cas réussi.
"""

import datetime
import unicodedata

from annuaire_service import ouvre
from psc_banc import verifie

RPPS = "https://rpps.esante.gouv.fr"
IDNPS = "urn:oid:1.2.250.1.71.4.2.1"
PROFESSION = "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
BAL = "as-ext-mailbox-mss-metadata"


def simple(texte):
    """Sans casse ni accent."""
    plat = unicodedata.normalize("NFD", texte.casefold())
    return "".join(c for c in plat if not unicodedata.combining(c))


def noms(ressource, *membres):
    for nom in ressource.get("name", []):
        for membre in membres:
            valeur = nom.get(membre, [])
            yield from [valeur] if isinstance(valeur, str) else valeur


def boites(ressource):
    for moyen in ressource.get("telecom", []):
        if any(extension["url"].endswith(BAL) for extension in moyen.get("extension", [])):
            yield moyen["value"]


def jetons(ressource):
    return {(un.get("system"), un["value"]) for un in ressource.get("identifier", [])}


def codes(ressource, membre):
    for concept in ressource.get(membre, []):
        concept = concept.get("code", concept) if membre == "qualification" else concept
        for codage in concept.get("coding", []):
            yield codage.get("system"), codage["code"]


class Recherche:
    def __init__(self, annuaire):
        self.annuaire = annuaire
        self.entier = {genre: annuaire.tout(genre) for genre in ("Practitioner", "PractitionerRole", "Organization")}

    def compare(self, cas, genre, parametres, filtre):
        """Par GET, puis par POST _search : les mêmes ressources que le filtre, et au moins une."""
        attendues = {nom: une for nom, une in self.entier[genre].items() if filtre(une)}
        trouvees = self.annuaire.tout(genre, parametres)
        manque, trop = attendues.keys() - trouvees.keys(), trouvees.keys() - attendues.keys()
        verifie(cas, trouvees == attendues and attendues, f"manquent {sorted(manque)[:5]}, en trop {sorted(trop)[:5]}")
        poste = self.annuaire.bundle(f"{genre}/_search", methode="POST", data=[*parametres, ("_count", "1000")])
        identifiants = {entree["resource"]["id"] for entree in poste["entry"]}
        verifie(f"{cas}-post", identifiants == attendues.keys(), f"{len(identifiants)} par POST")


NOM_ENTIER = ("family", "given", "prefix", "suffix", "text")


def commence(valeur, *membres):
    """Filtre d'un texte sans modificateur : un de ces membres du nom commence ainsi, sans casse ni accent."""
    return lambda r: any(simple(lu).startswith(simple(valeur)) for lu in noms(r, *membres))


def textes(recherche):
    tous = recherche.entier["Practitioner"].values()
    un = next(r for r in tous for famille in noms(r, "family") if len(famille) > 4)
    nom, prenom = next(noms(un, "family")), next(noms(un, "given"))
    debut, milieu = nom[:3].lower(), nom[1:4].lower()
    autre = next(lu for r in tous for lu in noms(r, "family") if simple(lu)[0] != simple(nom)[0])
    accent = next(lu for r in tous for lu in noms(r, "family", "given") if simple(lu) != lu.casefold())
    for cas, parametres, filtre in [
        ("texte-prefixe", [("family", debut)], commence(debut, "family")),
        (
            "texte-contains",
            [("family:contains", milieu)],
            lambda r: any(simple(milieu) in simple(lu) for lu in noms(r, "family")),
        ),
        ("texte-exact", [("family:exact", nom)], lambda r: nom in noms(r, "family")),
        ("nom-ou-prenom", [("name", prenom)], commence(prenom, *NOM_ENTIER)),
        (
            "et",
            [("family", nom), ("given", prenom)],
            lambda r: commence(nom, "family")(r) and commence(prenom, "given")(r),
        ),
        (
            "ou",
            [("family", f"{nom},{autre}")],
            lambda r: commence(nom, "family")(r) or commence(autre, "family")(r),
        ),
        ("accents", [("name", simple(accent))], commence(accent, *NOM_ENTIER)),
    ]:
        recherche.compare(cas, "Practitioner", parametres, filtre)
    casse = recherche.annuaire.bundle(f"Practitioner?family:exact={nom.swapcase()}")
    verifie("texte-exact-casse", casse["entry"] == [], casse)


def par_jetons(recherche):
    tous = recherche.entier["Practitioner"].values()
    un = next(r for r in tous if any(s == RPPS for s, _ in jetons(r)))
    rpps = next(v for s, v in jetons(un) if s == RPPS)
    recherche.compare("jeton-code", "Practitioner", [("identifier", rpps)], lambda r: rpps in {v for _, v in jetons(r)})
    recherche.compare(
        "jeton-systeme-code",
        "Practitioner",
        [("identifier", f"{IDNPS}|8{rpps}")],
        lambda r: (IDNPS, f"8{rpps}") in jetons(r),
    )
    recherche.compare(
        "jeton-systeme", "Practitioner", [("identifier", f"{RPPS}|")], lambda r: any(s == RPPS for s, _ in jetons(r))
    )
    vide = recherche.annuaire.bundle(f"Practitioner?identifier={IDNPS}|{rpps}")
    verifie("jeton-autre-systeme", vide["entry"] == [] and vide["link"], vide)
    recherche.compare("actif", "Practitioner", [("active", "true")], lambda r: r["active"] is True)
    recherche.compare("inactif", "Practitioner", [("active", "false")], lambda r: r["active"] is False)
    recherche.compare(
        "medecins-actifs",
        "Practitioner",
        [("qualification-code", f"{PROFESSION}|10"), ("active", "true")],
        lambda r: r["active"] and (PROFESSION, "10") in codes(r, "qualification"),
    )


def messageries(recherche):
    for genre in recherche.entier:
        recherche.compare(f"boite-{genre}", genre, [("mailbox-mss:contains", "@")], lambda r: any(boites(r)))
    une = next(b for r in recherche.entier["Practitioner"].values() for b in boites(r))
    recherche.compare("boite-exacte", "Practitioner", [("mailbox-mss:exact", une)], lambda r: une in boites(r))
    # Les boîtes d'une personne : les siennes, et celles de chacune de ses situations.
    roles = recherche.entier["PractitionerRole"].values()
    nombres = {
        sum(1 for _ in boites(r))
        + sum(
            len(list(boites(s)))
            for s in roles
            if s.get("practitioner", {}).get("reference") == f"Practitioner/{r['id']}"
        )
        for r in recherche.entier["Practitioner"].values()
        if r["active"]
    }
    verifie("cas-de-boites", {0, 1} <= nombres and max(nombres) > 1, nombres)
    families = [
        next(noms(r, "family")) + next(noms(r, "given"))
        for r in recherche.entier["Practitioner"].values()
        if r["active"]
    ]
    verifie("homonymes", len(families) > len(set(families)))


def references(recherche):
    roles = recherche.entier["PractitionerRole"].values()
    praticien = max(
        (r["practitioner"]["reference"] for r in roles if "practitioner" in r),
        key=lambda reference: sum(r.get("practitioner", {}).get("reference") == reference for r in roles),
    )
    nu = praticien.removeprefix("Practitioner/")
    de_lui = [r for r in roles if r.get("practitioner", {}).get("reference") == praticien]
    verifie("plusieurs-situations", len(de_lui) > 1, de_lui)
    for cas, valeur in [("reference", praticien), ("reference-nue", nu)]:
        recherche.compare(cas, "PractitionerRole", [("practitioner", valeur)], lambda r: r in de_lui)
    bundle = recherche.annuaire.bundle(
        f"PractitionerRole?practitioner={nu}&_include=PractitionerRole:organization&_include=PractitionerRole:practitioner"
    )
    trouvees = sorted(f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in bundle["entry"])
    attendues = {f"PractitionerRole/{r['id']}" for r in de_lui} | {praticien}
    attendues |= {r["organization"]["reference"] for r in de_lui if "organization" in r}
    verifie("include", trouvees == sorted(attendues), trouvees)
    bundle = recherche.annuaire.bundle(f"Practitioner?_id={nu}&_revinclude=PractitionerRole:practitioner")
    trouvees = sorted(f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in bundle["entry"])
    verifie("revinclude", trouvees == sorted([praticien, *(f"PractitionerRole/{r['id']}" for r in de_lui)]), trouvees)


def dates(recherche):
    """Parmi les actifs : une ressource désactivée ne dit pas sa date."""

    def instant(ressource):
        return datetime.datetime.fromisoformat(ressource["meta"]["lastUpdated"])

    actifs = [r for r in recherche.entier["Practitioner"].values() if r["active"]]
    milieu = sorted(map(instant, actifs))[len(actifs) // 2]
    for prefixe, test in [
        ("ge", lambda d: d >= milieu),
        ("gt", lambda d: d > milieu),
        ("lt", lambda d: d < milieu),
        ("le", lambda d: d <= milieu),
    ]:
        borne = prefixe + milieu.isoformat(timespec="milliseconds")
        recherche.compare(
            f"date-{prefixe}",
            "Practitioner",
            [("_lastUpdated", borne), ("active", "true")],
            lambda r, test=test: r["active"] and test(instant(r)),
        )


def reste(annuaire):
    reduit = annuaire.bundle("Practitioner?_count=1&_elements=name")["entry"][0]["resource"]
    verifie("elements", "name" in reduit and "identifier" not in reduit and reduit["id"], reduit)
    sans = annuaire.bundle("Practitioner?_count=1&_total=none")
    verifie("total-none", "total" not in sans, sans.get("total"))
    for cas, chemin, methode, statut, mot in [
        ("parametre-inconnu", "Practitioner?inconnu=1", "GET", 400, "inconnu"),
        ("count-faux", "Practitioner?_count=beaucoup", "GET", 400, "_count"),
        ("total-faux", "Practitioner?_total=beaucoup", "GET", 400, "_total"),
        ("genre-inconnu", "PractitiXXXner", "GET", 404, "PractitiXXXner"),
        ("page-inconnue", "_page?id=pas-une-page", "GET", 400, ""),
        ("ecriture", "Practitioner/003-1", "PUT", 403, ""),
        ("suppression", "Practitioner/003-1", "DELETE", 403, ""),
    ]:
        reponse = annuaire.appelle(chemin, methode)
        lu = reponse.json()
        trouve = reponse.status_code, lu["resourceType"], lu["issue"][0]["severity"]
        conforme = trouve == (statut, "OperationOutcome", "error") and mot in lu["issue"][0]["diagnostics"]
        verifie(cas, conforme, f"{reponse.status_code} {reponse.text}")


def main():
    _, annuaire, _ = ouvre(__doc__)
    recherche = Recherche(annuaire)
    textes(recherche)
    par_jetons(recherche)
    messageries(recherche)
    references(recherche)
    dates(recherche)
    reste(annuaire)


if __name__ == "__main__":
    main()
